package dev.hearth.gateway.kubernetes;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.jwk.source.JWKSetSource;
import com.nimbusds.jose.jwk.source.JWKSource;
import com.nimbusds.jose.jwk.source.JWKSourceBuilder;
import com.nimbusds.jose.proc.BadJOSEException;
import com.nimbusds.jose.proc.BadJWSException;
import com.nimbusds.jose.proc.JWSKeySelector;
import com.nimbusds.jose.proc.JWSVerificationKeySelector;
import com.nimbusds.jose.proc.SecurityContext;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.JWTParser;
import com.nimbusds.jwt.SignedJWT;
import com.nimbusds.jwt.proc.BadJWTException;
import com.nimbusds.jwt.proc.DefaultJWTClaimsVerifier;
import com.nimbusds.jwt.proc.DefaultJWTProcessor;
import dev.hearth.gateway.log.LogTurns;
import java.text.ParseException;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Service accounts' tokens for one audience, checked here with the cluster's public keys: no request per token. The keys are
 * asked for again when a token names one that is not known, at most every half minute. Thread-safe; may block.
 */
final class ServiceAccountTokens {
    private static final Logger LOG = LoggerFactory.getLogger(ServiceAccountTokens.class);
    /** What tokens for a gateway say they are for. */
    static final String AUDIENCE = "hearth-gateway";

    private static final String KUBERNETES = "kubernetes.io";

    private final DefaultJWTProcessor<SecurityContext> processor = new DefaultJWTProcessor<>();
    private final DefaultJWTProcessor<SecurityContext> anyAudience = new DefaultJWTProcessor<>();
    private final LogTurns<Class<?>> logTurns = new LogTurns<>(System::nanoTime);

    /** Where a token comes from, as far as can be told without asking the API server. */
    enum Origin {
        /** The cluster has signed it, and it has not expired; it may have been revoked. */
        CLUSTER,
        /** Nobody will take it: it names a key of the cluster, and is not signed with that, or has expired. */
        NOBODY,
        /** Somebody else's, or none that can be read here. */
        UNKNOWN
    }

    /**
     * Whose token it is.
     *
     * @param pod the pod that it was made for; empty: none
     */
    record Bearer(String namespace, String serviceAccount, Optional<BoundPod> pod) {}

    /** A pod's name and UID, as its token has them. */
    record BoundPod(String name, String uid) {}

    ServiceAccountTokens(JWKSetSource<SecurityContext> cluster) {
        JWKSource<SecurityContext> keys =
                JWKSourceBuilder.create(cluster).outageTolerant(true).build();
        JWSKeySelector<SecurityContext> selector = new JWSVerificationKeySelector<>(
                Set.of(JWSAlgorithm.RS256, JWSAlgorithm.ES256, JWSAlgorithm.ES384, JWSAlgorithm.ES512), keys);
        processor.setJWSKeySelector(selector);
        processor.setJWTClaimsSetVerifier(
                new DefaultJWTClaimsVerifier<>(AUDIENCE, null, Set.of("exp", "iss", KUBERNETES)));
        anyAudience.setJWSKeySelector(selector);
        anyAudience.setJWTClaimsSetVerifier(new DefaultJWTClaimsVerifier<>(null, Set.of("iss")));
    }

    /** Whether a token says that it is for a gateway, which proves nothing. */
    static boolean isForGateway(String token) {
        try {
            return JWTParser.parse(token).getJWTClaimsSet().getAudience().contains(AUDIENCE);
        } catch (ParseException | RuntimeException e) {
            return false;
        }
    }

    Origin origin(String token) {
        try {
            SignedJWT parsed = SignedJWT.parse(token);
            try {
                anyAudience.process(parsed, null);
                return Origin.CLUSTER;
            } catch (BadJWSException | BadJWTException e) {
                return parsed.getHeader().getKeyID() == null ? Origin.UNKNOWN : Origin.NOBODY;
            }
        } catch (ParseException | BadJOSEException | JOSEException e) {
            return Origin.UNKNOWN;
        }
    }

    /** Empty: it is not a valid token for a gateway. */
    Optional<Bearer> verify(String token) {
        try {
            return bearer(processor.process(token, null));
        } catch (ParseException | BadJOSEException e) {
            LOG.atDebug()
                    .setMessage("token refused")
                    .addKeyValue("why", e.getMessage())
                    .log();
            return Optional.empty();
        } catch (JOSEException e) {
            logTurns.take(e.getClass())
                    .ifPresent(before -> LOG.atWarn()
                            .setMessage("tokens cannot be checked")
                            .addKeyValue("why", e.toString())
                            .addKeyValue("othersBefore", before)
                            .log());
            return Optional.empty();
        }
    }

    /** Shape: {@code {"namespace": …, "serviceaccount": {"name": …, "uid": …}, "pod": {"name": …, "uid": …}}}. */
    private static Optional<Bearer> bearer(JWTClaimsSet claims) {
        if (claims.getClaim(KUBERNETES) instanceof Map<?, ?> kubernetes
                && kubernetes.get("namespace") instanceof String namespace
                && kubernetes.get("serviceaccount") instanceof Map<?, ?> account
                && account.get("name") instanceof String name) {
            return Optional.of(new Bearer(namespace, name, pod(kubernetes.get("pod"))));
        }
        return Optional.empty();
    }

    private static Optional<BoundPod> pod(@Nullable Object claim) {
        return claim instanceof Map<?, ?> pod
                        && pod.get("name") instanceof String name
                        && pod.get("uid") instanceof String uid
                ? Optional.of(new BoundPod(name, uid))
                : Optional.empty();
    }
}
