package dev.hearth.operator;

import dev.hearth.operator.certificates.Authorities;
import dev.hearth.operator.gateway.GatewayClient;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.javaoperatorsdk.operator.api.config.LeaderElectionConfiguration;
import io.javaoperatorsdk.operator.api.config.LeaderElectionConfigurationBuilder;
import io.javaoperatorsdk.operator.api.monitoring.Metrics;
import io.javaoperatorsdk.operator.monitoring.micrometer.MicrometerMetricsV2;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;

/** Builds what the operator is made of; everything else is given its parts by constructors. */
@Singleton
public class OperatorParts {
    private static final String LEASE = "hearth-operator";

    @Produces
    @Singleton
    OperatorSettings settings() {
        return OperatorSettings.of(System.getenv());
    }

    /** Two replicas may run: one works, the other waits for its lease. */
    @Produces
    @Singleton
    LeaderElectionConfiguration leaderElection(OperatorSettings settings) {
        return LeaderElectionConfigurationBuilder.aLeaderElectionConfiguration(LEASE)
                .withLeaseNamespace(settings.namespace())
                .build();
    }

    @Produces
    @Singleton
    Authorities authorities(OperatorSettings settings, KubernetesClient client) {
        return new Authorities(settings, client);
    }

    @Produces
    @Singleton
    GatewayClient gateway(OperatorSettings settings, Authorities authorities) {
        return new GatewayClient(settings, authorities);
    }

    @Produces
    @Singleton
    Metrics metrics(MeterRegistry registry) {
        return MicrometerMetricsV2.newBuilder(registry).build();
    }

    /** The gateway waits for its certificate, so it is made before anything else. */
    void start(@Observes StartupEvent started, Authorities authorities) {
        authorities.keep();
    }
}
