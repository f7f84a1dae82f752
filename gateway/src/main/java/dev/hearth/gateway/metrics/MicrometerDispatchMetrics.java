package dev.hearth.gateway.metrics;

import dev.hearth.gateway.catalog.Revision;
import dev.hearth.gateway.dispatch.DispatchMetrics;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.util.concurrent.TimeUnit;

/**
 * {@code lambda_init_duration_seconds}: every init of an environment, whether an invocation waited for it or not; {@code
 * lambda_provisioned_concurrency_invocations_total} and {@code lambda_provisioned_concurrency_spillover_invocations_total}, as
 * Lambda's metrics of these names.
 */
public final class MicrometerDispatchMetrics implements DispatchMetrics {
    private final MeterRegistry registry;

    public MicrometerDispatchMetrics(MeterRegistry registry) {
        this.registry = registry;
    }

    @Override
    public void initialised(Revision revision, long nanos) {
        Timer.builder("lambda.init.duration")
                .description("From an environment's attach until it asked for work")
                .tags(FunctionTags.of(revision.function(), revision.version()))
                .serviceLevelObjectives(ColdStartBuckets.all())
                .register(registry)
                .record(nanos, TimeUnit.NANOSECONDS);
    }

    @Override
    public void provisioned(Revision revision, boolean used) {
        String name = used
                ? "lambda.provisioned.concurrency.invocations"
                : "lambda.provisioned.concurrency.spillover.invocations";
        registry.counter(name, FunctionTags.of(revision.function(), revision.version()))
                .increment();
    }
}
