package dev.hearth.gateway.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.jose.jwk.source.JWKSetCacheRefreshEvaluator;
import com.nimbusds.jose.jwk.source.JWKSetSource;
import com.nimbusds.jose.jwk.source.JWKSetUnavailableException;
import com.nimbusds.jose.proc.SecurityContext;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.PlainJWT;
import com.nimbusds.jwt.SignedJWT;
import dev.hearth.gateway.kubernetes.ServiceAccountTokens.Origin;
import java.time.Instant;
import java.util.Date;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ServiceAccountTokensTest {
    private final ECKey key = key("cluster");
    private boolean away;
    private final ServiceAccountTokens tokens = new ServiceAccountTokens(new Keys());

    private final class Keys implements JWKSetSource<SecurityContext> {
        @Override
        public JWKSet getJWKSet(JWKSetCacheRefreshEvaluator refresh, long nowMillis, @Nullable SecurityContext context)
                throws JWKSetUnavailableException {
            if (away) {
                throw new JWKSetUnavailableException("away");
            }
            return new JWKSet(key.toPublicJWK());
        }

        @Override
        public void close() {}
    }

    private static ECKey key(String id) {
        try {
            return new ECKeyGenerator(Curve.P_256).keyID(id).generate();
        } catch (JOSEException e) {
            throw new IllegalStateException(e);
        }
    }

    private static JWTClaimsSet claims(String audience, int secondsLeft) {
        return new JWTClaimsSet.Builder()
                .issuer("https://kubernetes.default.svc")
                .audience(audience)
                .expirationTime(Date.from(Instant.now().plusSeconds(secondsLeft)))
                .claim(
                        "kubernetes.io",
                        Map.of(
                                "namespace", "shop",
                                "serviceaccount", Map.of("name", "caller", "uid", "u"),
                                "pod", Map.of("name", "web-1", "uid", "uid-of-web-1")))
                .build();
    }

    private static String signed(ECKey with, @Nullable String keyId, JWTClaimsSet claims) throws JOSEException {
        SignedJWT token = new SignedJWT(
                new JWSHeader.Builder(JWSAlgorithm.ES256).keyID(keyId).build(), claims);
        token.sign(new ECDSASigner(with));
        return token.serialize();
    }

    @Test
    void readsWhoseTokenItIs() throws Exception {
        assertThat(tokens.verify(signed(key, "cluster", claims("hearth-gateway", 600))))
                .contains(new ServiceAccountTokens.Bearer(
                        "shop",
                        "caller",
                        java.util.Optional.of(new ServiceAccountTokens.BoundPod("web-1", "uid-of-web-1"))));
    }

    @Test
    void aTokenForAnotherAudienceIsNoneForAGateway() throws Exception {
        String token = signed(key, "cluster", claims("https://kubernetes.default.svc", 600));

        assertThat(tokens.verify(token)).isEmpty();
        assertThat(tokens.origin(token)).as("it may be one for the API server").isEqualTo(Origin.CLUSTER);
        assertThat(ServiceAccountTokens.isForGateway(token)).isFalse();
    }

    @Test
    void theClustersOwnAreTheClusters() throws Exception {
        String token = signed(key, "cluster", claims("hearth-gateway", 600));

        assertThat(tokens.origin(token)).isEqualTo(Origin.CLUSTER);
        assertThat(ServiceAccountTokens.isForGateway(token)).isTrue();
    }

    @Test
    void whatClaimsTheClustersKeyAndIsNotSignedWithItIsNobodys() throws Exception {
        String forged = signed(key("forger"), "cluster", claims("hearth-gateway", 600));

        assertThat(tokens.origin(forged)).isEqualTo(Origin.NOBODY);
        assertThat(tokens.verify(forged)).isEmpty();
    }

    @Test
    void whatHasExpiredIsNobodys() throws Exception {
        String expired = signed(key, "cluster", claims("hearth-gateway", -600));

        assertThat(tokens.origin(expired)).isEqualTo(Origin.NOBODY);
        assertThat(tokens.verify(expired)).isEmpty();
    }

    @Test
    void othersTokensAreForTheApiServerToJudge() throws Exception {
        assertThat(tokens.origin(signed(key("people"), "people", claims("kubernetes", 600))))
                .isEqualTo(Origin.UNKNOWN);
        assertThat(tokens.origin(signed(key("people"), null, claims("kubernetes", 600))))
                .as("without the name of a key anybody may have signed it")
                .isEqualTo(Origin.UNKNOWN);
        assertThat(tokens.origin(new PlainJWT(claims("hearth-gateway", 600)).serialize()))
                .isEqualTo(Origin.UNKNOWN);
        assertThat(tokens.origin("abc.def.ghi")).isEqualTo(Origin.UNKNOWN);
        assertThat(tokens.origin("")).isEqualTo(Origin.UNKNOWN);
        assertThat(ServiceAccountTokens.isForGateway("nobody")).isFalse();
    }

    @Test
    void nothingIsSaidOfATokenWhileTheKeysCannotBeRead() throws Exception {
        away = true;
        String token = signed(key, "cluster", claims("hearth-gateway", 600));

        assertThat(tokens.origin(token)).isEqualTo(Origin.UNKNOWN);
        assertThat(tokens.verify(token)).isEmpty();
    }
}
