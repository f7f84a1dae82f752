package dev.hearth.gateway.kubernetes;

import com.nimbusds.jose.KeySourceException;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.source.JWKSetCacheRefreshEvaluator;
import com.nimbusds.jose.jwk.source.JWKSetSource;
import com.nimbusds.jose.jwk.source.JWKSetUnavailableException;
import com.nimbusds.jose.proc.SecurityContext;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.text.ParseException;
import java.util.Optional;

/** The public keys of a cluster's service account tokens, read from its API server each time. */
record ClusterKeys(KubernetesClient client) implements JWKSetSource<SecurityContext> {
    private static final String PATH = "/openid/v1/jwks";

    @Override
    public JWKSet getJWKSet(JWKSetCacheRefreshEvaluator refresh, long nowMillis, SecurityContext context)
            throws KeySourceException {
        try {
            return JWKSet.parse(Optional.ofNullable(client.raw(PATH)).orElse("{\"keys\":[]}"));
        } catch (ParseException | KubernetesClientException e) {
            throw new JWKSetUnavailableException("the API server's " + PATH + " cannot be read: " + e.getMessage(), e);
        }
    }

    @Override
    public void close() {}
}
