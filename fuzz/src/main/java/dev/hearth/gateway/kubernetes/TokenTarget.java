package dev.hearth.gateway.kubernetes;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSObject;
import com.nimbusds.jose.Payload;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.jose.util.Base64URL;
import dev.hearth.fuzz.Finding;
import dev.hearth.fuzz.Parts;
import dev.hearth.fuzz.Target;
import dev.hearth.gateway.kubernetes.ServiceAccountTokens.Bearer;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * Tokens of service accounts: nothing throws, nothing that the cluster did not sign is taken, and a token that was changed
 * is either refused or says what it said.
 */
public final class TokenTarget implements Target {
    private static final String CLAIMS =
            "{\"aud\":[\"hearth-gateway\"],\"exp\":4102444800,\"iss\":\"https://kubernetes\","
                    + "\"kubernetes.io\":{\"namespace\":\"n\",\"serviceaccount\":{\"name\":\"s\",\"uid\":\"1\"},"
                    + "\"pod\":{\"name\":\"p\",\"uid\":\"2\"}}}";

    private final ECKey key;
    private final ECKey foreign;
    private final ServiceAccountTokens tokens;
    private final String good;
    private final Bearer bearer;

    public TokenTarget() throws JOSEException {
        key = new ECKeyGenerator(Curve.P_256).keyID("k").generate();
        foreign = new ECKeyGenerator(Curve.P_256).keyID("k").generate();
        tokens = new ServiceAccountTokens(new ClusterKeys(cluster(new JWKSet(key.toPublicJWK()).toString())));
        good = signed(key, CLAIMS);
        bearer = tokens.verify(good).orElseThrow();
    }

    @Override
    public void check(byte[] input) throws JOSEException {
        Parts parts = new Parts(input);
        switch (parts.number() % 4) {
            case 0 -> Finding.unless(tokens.verify(parts.latin1()).isEmpty(), "takes what nobody signed");
            case 1 -> Finding.unless(tokens.verify(withHeader(parts)).isEmpty(), "takes a header that nobody signed");
            case 2 -> claims(parts.text());
            default -> edited(parts);
        }
    }

    /** Any header before good claims, and a signature that does not belong to them. */
    private String withHeader(Parts parts) throws JOSEException {
        String[] part = signed(foreign, CLAIMS).split("\\.");
        return Base64URL.encode(parts.text()) + "." + part[1] + "." + (parts.number() % 2 == 0 ? part[2] : "");
    }

    private void claims(String claims) throws JOSEException {
        String token = signed(key, claims);
        tokens.verify(token);
        tokens.origin(token);
        ServiceAccountTokens.isForGateway(token);
        Finding.unless(tokens.verify(signed(foreign, claims)).isEmpty(), "takes another's signature");
    }

    private void edited(Parts parts) {
        StringBuilder token = new StringBuilder(good);
        while (parts.hasMore()) {
            int at = (parts.number() * 256 + parts.number()) % token.length();
            token.setCharAt(at, (char) parts.number());
        }
        Optional<Bearer> found = tokens.verify(token.toString());
        Finding.unless(found.isEmpty() || found.get().equals(bearer), "takes a changed token: " + token);
    }

    private static String signed(ECKey key, String claims) throws JOSEException {
        JWSObject token = new JWSObject(
                new JWSHeader.Builder(JWSAlgorithm.ES256).keyID("k").build(),
                new Payload(claims.getBytes(StandardCharsets.UTF_8)));
        token.sign(new ECDSASigner(key));
        return token.serialize();
    }

    /** An API server that answers with its keys, and knows nothing else. */
    private static KubernetesClient cluster(String keys) {
        return (KubernetesClient) Proxy.newProxyInstance(
                KubernetesClient.class.getClassLoader(),
                new Class<?>[] {KubernetesClient.class},
                (self, method, args) -> {
                    if (method.getName().equals("raw")) {
                        return keys;
                    }
                    throw new UnsupportedOperationException(method.getName());
                });
    }
}
