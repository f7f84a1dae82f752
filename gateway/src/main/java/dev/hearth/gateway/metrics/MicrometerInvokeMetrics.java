package dev.hearth.gateway.metrics;

import dev.hearth.gateway.catalog.FunctionId;
import dev.hearth.gateway.dispatch.Answer;
import dev.hearth.gateway.dispatch.ColdStart;
import dev.hearth.gateway.invoke.InvokeMetrics;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

/**
 * Counts invocations as Lambda's CloudWatch metrics do, under Prometheus names: {@code lambda_invocations_total} (ran,
 * failed or not), {@code lambda_errors_total} (function errors), {@code lambda_throttles_total}, {@code
 * lambda_unavailable_total} (Hearth's own fault; Lambda has no such metric) and {@code lambda_duration_seconds}.
 *
 * <p>Duration is what the gateway sees: from the whole request to the answer, waiting for an environment included. Meters of
 * a function are made at its first invocation and stay.
 */
public final class MicrometerInvokeMetrics implements InvokeMetrics {
    private static final Duration[] BUCKETS = {
        Duration.ofMillis(1),
        Duration.ofMillis(2),
        Duration.ofMillis(5),
        Duration.ofMillis(10),
        Duration.ofMillis(25),
        Duration.ofMillis(50),
        Duration.ofMillis(100),
        Duration.ofMillis(250),
        Duration.ofMillis(500),
        Duration.ofSeconds(1),
        Duration.ofMillis(2_500),
        Duration.ofSeconds(5),
        Duration.ofSeconds(10),
        Duration.ofSeconds(30),
        Duration.ofMinutes(1),
        Duration.ofMinutes(5),
        Duration.ofMinutes(15)
    };

    private final MeterRegistry registry;
    private final Map<Key, Meters> meters = new ConcurrentHashMap<>();

    public MicrometerInvokeMetrics(MeterRegistry registry) {
        this.registry = registry;
    }

    @Override
    public ForFunction of(FunctionId function, String qualifier) {
        Key key = new Key(function, qualifier);
        Meters known = meters.get(key);
        return known != null ? known : meters.computeIfAbsent(key, missing -> new Meters(registry, missing));
    }

    private record Key(FunctionId function, String qualifier) {
        Tags tags() {
            return FunctionTags.of(function, qualifier);
        }
    }

    private static final class Meters implements ForFunction {
        private final Counter invocations;
        private final Counter errors;
        private final Timer duration;
        private final ColdStartTimers coldStarts;
        private final Map<Answer.Reason, Counter> throttles = new EnumMap<>(Answer.Reason.class);
        private final Map<Answer.Cause, Counter> unavailable = new EnumMap<>(Answer.Cause.class);

        Meters(MeterRegistry registry, Key key) {
            Tags tags = key.tags();
            invocations = registry.counter("lambda.invocations", tags);
            errors = registry.counter("lambda.errors", tags);
            duration = Timer.builder("lambda.duration")
                    .tags(tags)
                    .serviceLevelObjectives(BUCKETS)
                    .register(registry);
            coldStarts = new ColdStartTimers(registry, tags);
            for (Answer.Reason reason : Answer.Reason.values()) {
                throttles.put(reason, registry.counter("lambda.throttles", tags.and("reason", reason.name())));
            }
            for (Answer.Cause cause : Answer.Cause.values()) {
                unavailable.put(cause, registry.counter("lambda.unavailable", tags.and("reason", cause.name())));
            }
        }

        @Override
        public void answered(Answer answer, long nanos) {
            switch (answer) {
                case Answer.Success success -> ran(nanos);
                case Answer.FunctionError error -> {
                    ran(nanos);
                    errors.increment();
                }
                case Answer.Throttled throttled -> count(throttles, throttled.reason());
                case Answer.Unavailable lost -> count(unavailable, lost.cause());
            }
        }

        @Override
        public void coldStart(ColdStart phases) {
            coldStarts.record(phases);
        }

        private void ran(long nanos) {
            invocations.increment();
            duration.record(nanos, TimeUnit.NANOSECONDS);
        }

        private static <K> void count(Map<K, Counter> counters, K key) {
            Counter counter = counters.get(key);
            if (counter != null) {
                counter.increment();
            }
        }
    }
}
