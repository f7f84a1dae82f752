package dev.hearth.operator;

import dev.hearth.crds.client.CompressedAnswers;
import dev.hearth.operator.certificates.Authorities;
import dev.hearth.operator.gateway.GatewayClient;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import io.javaoperatorsdk.operator.Operator;
import io.javaoperatorsdk.operator.api.config.LeaderElectionConfiguration;
import io.javaoperatorsdk.operator.api.monitoring.Metrics;
import io.javaoperatorsdk.operator.api.reconciler.Reconciler;
import io.javaoperatorsdk.operator.monitoring.micrometer.MicrometerMetricsV2;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkiverse.operatorsdk.runtime.QuarkusConfigurationService;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Any;
import jakarta.enterprise.inject.Disposes;
import jakarta.enterprise.inject.Instance;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;

/** Builds what the operator is made of; everything else is given its parts by constructors. */
@Singleton
public class OperatorParts {
    @Produces
    @Singleton
    OperatorSettings settings() {
        return OperatorSettings.of(System.getenv());
    }

    @Produces
    @Singleton
    KubernetesClient client(Config config, KubernetesSerialization serialization) {
        return new KubernetesClientBuilder()
                .withConfig(config)
                .withKubernetesSerialization(serialization)
                .withHttpClientBuilderConsumer(builder -> {
                    CompressedAnswers.in(builder);
                    MetadataOnly.in(builder);
                    PageTurns.in(builder);
                })
                .build();
    }

    void close(@Disposes KubernetesClient client) {
        client.close();
    }

    @Produces
    @Singleton
    Leadership leadership(OperatorSettings settings, KubernetesClient client) {
        return new Leadership(settings, client);
    }

    @Produces
    @Singleton
    LeaderElectionConfiguration leaderElection(Leadership leadership) {
        return leadership.configuration();
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

    /**
     * The operator as Java Operator SDK runs it, instead of the one of the Quarkus extension: that one follows resources with a
     * client of its own as soon as anything is configured, one that reads them whole.
     */
    @Produces
    @ApplicationScoped
    Operator operator(
            QuarkusConfigurationService configuration,
            KubernetesClient client,
            @Any Instance<Reconciler<? extends HasMetadata>> reconcilers) {
        OperatorConfiguration own = new OperatorConfiguration(configuration, client);
        Operator operator = new Operator(own);
        for (Reconciler<? extends HasMetadata> each : reconcilers) {
            own.register(operator, each);
        }
        return operator;
    }

    /** The gateway waits for its certificate, so it is made before anything else. */
    void start(@Observes @Priority(1) StartupEvent started, KubernetesClient client, Authorities authorities)
            throws InterruptedException {
        ApiServer.await(client);
        authorities.keep();
    }

    /** Before everything else ends. */
    void end(@Observes @Priority(1) ShutdownEvent ending, Leadership leadership) {
        leadership.ends();
    }
}
