package dev.hearth.operator.certificates;

import dev.hearth.operator.OperatorSettings;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.net.HttpURLConnection;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The Secrets {@code hearth-ca}, an authority for ten years, and {@code hearth-gateway-tls}, a certificate for 90 days that is
 * renewed after 60. Two operators may do this at once: who comes second to make the authority takes the first one's.
 */
final class GatewayCertificate {
    private static final Logger LOG = LoggerFactory.getLogger(GatewayCertificate.class);
    private static final String AUTHORITY = "hearth-ca";
    private static final String SERVER = "hearth-gateway-tls";
    private static final Duration AUTHORITY_LIFE = Duration.ofDays(3_650);
    private static final Duration SERVER_LIFE = Duration.ofDays(90);
    private static final Duration RENEWED_BEFORE = Duration.ofDays(30);
    private static final String OWNER = "hearth-operator";

    private final OperatorSettings settings;
    private final KubernetesClient client;
    private final Clock clock;

    GatewayCertificate(OperatorSettings settings, KubernetesClient client, Clock clock) {
        this.settings = settings;
        this.client = client;
        this.clock = clock;
    }

    /** Makes what is missing or ends soon; the authority's certificate. */
    String keep() {
        Credentials authority = authority();
        @Nullable Secret server = read(SERVER);
        if (server == null || !isGood(Credentials.of(server), authority)) {
            Credentials fresh = authority.issue(settings.gatewayNames(), clock.instant(), SERVER_LIFE);
            apply(secret(SERVER, fresh, Map.of("ca.crt", authority.certificate())));
            LOG.info("gateway's certificate made, valid until {}", fresh.validUntil());
        }
        return authority.certificate();
    }

    private boolean isGood(Credentials server, Credentials authority) {
        Instant renewal = clock.instant().plus(RENEWED_BEFORE);
        return server.validUntil().isAfter(renewal)
                && server.isIssuedBy(authority)
                && server.names().containsAll(settings.gatewayNames());
    }

    private Credentials authority() {
        @Nullable Secret found = read(AUTHORITY);
        if (found != null) {
            return Credentials.of(found);
        }
        Credentials fresh = Credentials.authority(clock.instant(), AUTHORITY_LIFE);
        try {
            client.resource(secret(AUTHORITY, fresh, Map.of())).create();
            LOG.info("authority of this installation made, valid until {}", fresh.validUntil());
            return fresh;
        } catch (KubernetesClientException e) {
            if (e.getCode() == HttpURLConnection.HTTP_CONFLICT) {
                return authority();
            }
            throw e;
        }
    }

    private @Nullable Secret read(String name) {
        return client.secrets().inNamespace(settings.namespace()).withName(name).get();
    }

    private void apply(Secret secret) {
        client.resource(secret)
                .patch(new PatchContext.Builder()
                        .withPatchType(PatchType.SERVER_SIDE_APPLY)
                        .withFieldManager(OWNER)
                        .withForce(true)
                        .build());
    }

    private Secret secret(String name, Credentials credentials, Map<String, String> more) {
        SecretBuilder secret = new SecretBuilder()
                .withNewMetadata()
                .withNamespace(settings.namespace())
                .withName(name)
                .addToLabels("app.kubernetes.io/managed-by", OWNER)
                .endMetadata()
                .withType("kubernetes.io/tls")
                .addToData("tls.crt", base64(credentials.certificate()))
                .addToData("tls.key", base64(credentials.key()));
        more.forEach((key, value) -> secret.addToData(key, base64(value)));
        return secret.build();
    }

    private static String base64(String text) {
        return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }
}
