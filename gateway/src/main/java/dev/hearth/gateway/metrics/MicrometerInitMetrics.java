package dev.hearth.gateway.metrics;

import dev.hearth.gateway.catalog.Revision;
import dev.hearth.gateway.dispatch.InitMetrics;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.util.concurrent.TimeUnit;

/** {@code lambda_init_duration_seconds}: every init of an environment, whether an invocation waited for it or not. */
public final class MicrometerInitMetrics implements InitMetrics {
    private final MeterRegistry registry;

    public MicrometerInitMetrics(MeterRegistry registry) {
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
}
