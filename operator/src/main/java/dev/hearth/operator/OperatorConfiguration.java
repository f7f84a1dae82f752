package dev.hearth.operator;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.javaoperatorsdk.operator.Operator;
import io.javaoperatorsdk.operator.api.config.ControllerConfiguration;
import io.javaoperatorsdk.operator.api.config.ControllerConfigurationOverrider;
import io.javaoperatorsdk.operator.api.reconciler.Reconciler;
import io.quarkiverse.operatorsdk.runtime.QuarkusConfigurationService;
import io.quarkiverse.operatorsdk.runtime.QuarkusControllerConfiguration;
import io.quarkiverse.operatorsdk.runtime.api.ConfigurableReconciler;
import io.quarkiverse.operatorsdk.runtime.config.OverriddenConfigurationService;
import java.time.Duration;

/**
 * Java Operator SDK's configuration with the operator's own client, by which every informer reads. The extension's own
 * configuration drops that client once a {@code ConfigurationServiceCustomizer} is there (quarkus-operator-sdk 7.7.3), and makes a
 * plain one for each question.
 */
final class OperatorConfiguration extends OverriddenConfigurationService {
    /** When nothing changed: Java Operator SDK's default. */
    private static final Duration LOOK_AGAIN = Duration.ofHours(10);

    private final KubernetesClient client;

    OperatorConfiguration(QuarkusConfigurationService quarkus, KubernetesClient client) {
        super(quarkus, quarkus);
        this.client = client;
    }

    @Override
    public KubernetesClient getKubernetesClient() {
        return client;
    }

    /** The client is closed with the last of its users, which is not the operator. */
    @Override
    public boolean closeClientOnStop() {
        return false;
    }

    /** Has an operator run a reconciler, as the reconciler itself wants it configured. */
    <R extends HasMetadata> void register(Operator operator, Reconciler<R> reconciler) {
        QuarkusControllerConfiguration<R> annotated = getConfigurationFor(reconciler);
        ControllerConfigurationOverrider<R> overrider = ControllerConfigurationOverrider.override(annotated);
        if (reconciler instanceof ConfigurableReconciler<R> configurable) {
            configurable.updateConfigurationFrom(overrider);
        }
        QuarkusControllerConfiguration<R> controller = generated(annotated, overrider.build());
        controller.setParent(this);
        operator.register(reconciler, controller);
    }

    /** The extension's code, made when the operator is built, expects its own class. */
    private static <R extends HasMetadata> QuarkusControllerConfiguration<R> generated(
            QuarkusControllerConfiguration<R> annotated, ControllerConfiguration<R> configured) {
        return new QuarkusControllerConfiguration<>(
                configured.getInformerConfig(),
                configured.getName(),
                configured.isGenerationAware(),
                annotated.getAssociatedReconcilerClassName(),
                configured.getRetry(),
                configured.getRateLimiter(),
                configured.maxReconciliationInterval().orElse(LOOK_AGAIN),
                configured.getFinalizerName(),
                configured.fieldManager(),
                annotated.getWorkflow(),
                annotated.getResourceTypeName(),
                annotated.getResourceClass());
    }
}
