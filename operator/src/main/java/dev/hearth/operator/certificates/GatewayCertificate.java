package dev.hearth.operator.certificates;

import dev.hearth.operator.OperatorSettings;
import dev.hearth.operator.ServerSideApply;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.net.HttpURLConnection;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The Secrets {@code hearth-ca}, an authority for ten years that is renewed in time ({@link AuthorityChain}), and {@code
 * hearth-gateway-tls}, a certificate for 90 days that is renewed after 60. Two operators may do this at once: who comes second to make the authority takes the first one's.
 */
final class GatewayCertificate {
    private static final Logger LOG = LoggerFactory.getLogger(GatewayCertificate.class);
    private static final String AUTHORITY = "hearth-ca";
    private static final String SERVER = "hearth-gateway-tls";
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

    /** Makes what is missing or ends soon; PEM of what vouches for the gateway. */
    String keep() {
        AuthorityChain chain = chain();
        @Nullable Secret server = read(SERVER);
        if (server == null || !isGood(CertificateSecret.of(server), chain)) {
            Credentials fresh = chain.current().issue(settings.gatewayNames(), clock.instant(), SERVER_LIFE);
            ServerSideApply.apply(client, secret(SERVER, CertificateSecret.of(fresh, chain.trusted())));
            LOG.info("gateway's certificate made, valid until {}", fresh.validUntil());
        }
        return chain.trusted();
    }

    private boolean isGood(CertificateSecret there, AuthorityChain chain) {
        Instant renewal = clock.instant().plus(RENEWED_BEFORE);
        Credentials server = there.credentials();
        return server.validUntil().isAfter(renewal)
                && server.isIssuedBy(chain.current())
                && server.isFor(settings.gatewayNames())
                && there.authorities().equals(chain.trusted());
    }

    private AuthorityChain chain() {
        @Nullable Secret found = read(AUTHORITY);
        if (found == null) {
            return made(AuthorityChain.begin(clock.instant()));
        }
        AuthorityChain before = CertificateSecret.of(found).chain();
        AuthorityChain now = before.at(clock.instant());
        if (!now.equals(before)) {
            Secret changed = secret(AUTHORITY, CertificateSecret.of(now));
            changed.getMetadata().setResourceVersion(found.getMetadata().getResourceVersion());
            ServerSideApply.apply(
                    client, changed); // a conflict is another operator's doing, and is looked at a minute later
            LOG.info(
                    "authority of this installation renewed, valid until {}",
                    now.current().validUntil());
        }
        return now;
    }

    private AuthorityChain made(AuthorityChain fresh) {
        try {
            client.resource(secret(AUTHORITY, CertificateSecret.of(fresh))).create();
            LOG.info(
                    "authority of this installation made, valid until {}",
                    fresh.current().validUntil());
            return fresh;
        } catch (KubernetesClientException e) {
            if (e.getCode() == HttpURLConnection.HTTP_CONFLICT) {
                return chain();
            }
            throw e;
        }
    }

    private @Nullable Secret read(String name) {
        return client.secrets().inNamespace(settings.namespace()).withName(name).get();
    }

    private Secret secret(String name, CertificateSecret content) {
        return new SecretBuilder()
                .withNewMetadata()
                .withNamespace(settings.namespace())
                .withName(name)
                .addToLabels("app.kubernetes.io/managed-by", OWNER)
                .endMetadata()
                .withType("kubernetes.io/tls")
                .withData(content.encoded())
                .build();
    }
}
