package dev.hearth.gateway.metrics;

import dev.hearth.gateway.dispatch.ColdStart;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import java.util.concurrent.TimeUnit;

/** {@code lambda_cold_start_phase_seconds} of one function: what invocations waited for that had to wait for an init. */
final class ColdStartTimers {
    private static final double NANOS_PER_MILLI = 1e6;

    private final MeterRegistry registry;
    private final Tags tags;

    ColdStartTimers(MeterRegistry registry, Tags tags) {
        this.registry = registry;
        this.tags = tags;
    }

    void record(ColdStart phases) {
        record("launch", phases.launch());
        record("start", phases.start());
        record("init", phases.init());
        record("dispatch", phases.dispatch());
    }

    /** Rare enough to look the timer up each time; functions that never start cold have none. */
    private void record(String phase, double millis) {
        Timer.builder("lambda.cold.start.phase")
                .description("What invocations waited for that had to wait for an init")
                .tags(tags.and("phase", phase))
                .serviceLevelObjectives(ColdStartBuckets.all())
                .register(registry)
                .record((long) (millis * NANOS_PER_MILLI), TimeUnit.NANOSECONDS);
    }
}
