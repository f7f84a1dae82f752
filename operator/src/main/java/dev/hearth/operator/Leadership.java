package dev.hearth.operator;

import io.fabric8.kubernetes.api.model.coordination.v1.Lease;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.extended.leaderelection.LeaderCallbacks;
import io.javaoperatorsdk.operator.api.config.LeaderElectionConfiguration;
import io.javaoperatorsdk.operator.api.config.LeaderElectionConfigurationBuilder;
import java.time.Duration;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Which of the replicas works: the one that holds the Lease. One that ends gives it back, so that the next works at once; one
 * that loses it, because the API server did not answer in time, ends, since another may work by now.
 */
final class Leadership {
    private static final Logger LOG = LoggerFactory.getLogger(Leadership.class);
    private static final String LEASE = "hearth-operator";
    /** Long enough for a node that is busy with starting pods; one that ends gives its lease back, so nobody waits for that. */
    private static final Duration LEASE_DURATION = Duration.ofSeconds(45);

    private static final Duration RENEW_DEADLINE = Duration.ofSeconds(35);
    private static final Duration RETRY_PERIOD = Duration.ofSeconds(3);

    private final OperatorSettings settings;
    private final KubernetesClient client;
    private volatile boolean ending;

    Leadership(OperatorSettings settings, KubernetesClient client) {
        this.settings = settings;
        this.client = client;
    }

    LeaderElectionConfiguration configuration() {
        return LeaderElectionConfigurationBuilder.aLeaderElectionConfiguration(LEASE)
                .withLeaseNamespace(settings.namespace())
                .withIdentity(settings.podName())
                .withLeaseDuration(LEASE_DURATION)
                .withRenewDeadline(RENEW_DEADLINE)
                .withRetryPeriod(RETRY_PERIOD)
                .withLeaderCallbacks(new LeaderCallbacks(() -> {}, this::leadsNoMore, leader -> {}))
                .build();
    }

    /** The process is about to end. */
    void ends() {
        ending = true;
    }

    private void leadsNoMore() {
        if (ending) {
            giveBack();
        } else {
            LOG.error("the lease is lost, another operator may work by now; ending");
            Thread.ofPlatform().name("end").start(() -> System.exit(1));
        }
    }

    private void giveBack() {
        try {
            var found = client.leases().inNamespace(settings.namespace()).withName(LEASE);
            @Nullable Lease lease = found.get();
            if (lease != null && settings.podName().equals(lease.getSpec().getHolderIdentity())) {
                lease.getSpec().setHolderIdentity("");
                lease.getSpec().setLeaseDurationSeconds(1);
                lease.getSpec().setRenewTime(ZonedDateTime.now(ZoneOffset.UTC));
                client.resource(lease).lockResourceVersion().update();
            }
        } catch (KubernetesClientException e) {
            LOG.warn("the lease could not be given back and runs out by itself: {}", e.toString());
        }
    }
}
