package dev.hearth.gateway.metrics;

import dev.hearth.gateway.async.AsyncMetrics;
import dev.hearth.gateway.async.Debt;
import dev.hearth.gateway.catalog.FunctionId;
import dev.hearth.gateway.catalog.Revision;
import dev.hearth.gateway.dispatch.Answer;
import dev.hearth.gateway.dispatch.ColdStart;
import dev.hearth.gateway.invoke.InvokeMetrics;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import java.util.concurrent.TimeUnit;

/**
 * {@code lambda_async_events_received_total}, {@code lambda_async_event_age_seconds} at the begin of attempts, {@code
 * lambda_async_events_retried_total} and {@code lambda_async_events_dropped_total} with its reason, {@code
 * lambda_dead_letter_errors_total} and {@code lambda_destination_delivery_failures_total}: as Lambda's metrics of these names; and
 * what destinations have got.
 */
public final class MicrometerAsyncMetrics implements AsyncMetrics {
    private final MeterRegistry registry;
    private final InvokeMetrics invocations;

    /** @param invocations counts attempts as it counts synchronous ones */
    public MicrometerAsyncMetrics(MeterRegistry registry, InvokeMetrics invocations) {
        this.registry = registry;
        this.invocations = invocations;
    }

    @Override
    public void received(FunctionId function) {
        registry.counter("lambda.async.events.received", tags(function)).increment();
    }

    @Override
    public void attempted(FunctionId function, long ageNanos) {
        Timer.builder("lambda.async.event.age")
                .description("From the acceptance of an event to the begin of an attempt")
                .tags(tags(function))
                .register(registry)
                .record(ageNanos, TimeUnit.NANOSECONDS);
    }

    @Override
    public void coldStart(Revision revision, ColdStart phases) {
        invocations.of(revision.function(), revision.version()).coldStart(phases);
    }

    @Override
    public void answered(Revision revision, Answer answer, long nanos) {
        invocations.of(revision.function(), revision.version()).answered(answer, nanos);
    }

    @Override
    public void retried(FunctionId function) {
        registry.counter("lambda.async.events.retried", tags(function)).increment();
    }

    @Override
    public void dropped(FunctionId function, String reason) {
        registry.counter("lambda.async.events.dropped", tags(function).and("reason", reason))
                .increment();
    }

    @Override
    public void delivered(FunctionId function, Debt.Kind what) {
        registry.counter(
                        what == Debt.Kind.DEAD_LETTER
                                ? "lambda.async.events.dead.lettered"
                                : "lambda.async.destination.deliveries",
                        tags(function))
                .increment();
    }

    @Override
    public void undelivered(FunctionId function, Debt.Kind what) {
        registry.counter(
                        what == Debt.Kind.DEAD_LETTER
                                ? "lambda.dead.letter.errors"
                                : "lambda.destination.delivery.failures",
                        tags(function))
                .increment();
    }

    @Override
    public void discarded(FunctionId function, String reason) {
        registry.counter("lambda.async.failed.events.discarded", tags(function).and("reason", reason))
                .increment();
    }

    static Tags tags(FunctionId function) {
        return Tags.of("namespace", function.namespace(), "function", function.name());
    }
}
