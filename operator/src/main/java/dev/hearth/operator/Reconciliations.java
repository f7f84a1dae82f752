package dev.hearth.operator;

import io.javaoperatorsdk.operator.api.config.ConfigurationServiceOverrider;
import io.quarkiverse.operatorsdk.runtime.api.ConfigurationServiceCustomizer;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.function.Consumer;
import org.slf4j.MDC;

/** How Java Operator SDK runs reconciliations. */
@Singleton
public class Reconciliations implements ConfigurationServiceCustomizer {
    /** More at once would only wait in the API server, before what others ask of it. */
    private static final int AT_ONCE = 16;
    /** So long the first lists of all kinds may take, as the chart's startup probe has it: tenants say how long they are. */
    private static final Duration FIRST_LISTS = Duration.ofMinutes(20);

    /** Set by Java Operator SDK while it submits a resource's reconciliation. */
    private static final String NAMESPACE = "resource.namespace";

    @Override
    public Consumer<ConfigurationServiceOverrider> overrider() {
        return configuration -> configuration
                .withCacheSyncTimeout(FIRST_LISTS)
                .withExecutorService(new FairExecutor(
                        Executors.newFixedThreadPool(
                                AT_ONCE,
                                Thread.ofPlatform().name("reconcile-", 0).factory()),
                        () -> Optional.ofNullable(MDC.get(NAMESPACE)).orElse("")));
    }
}
