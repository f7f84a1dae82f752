package dev.hearth.gateway.metrics;

import dev.hearth.gateway.async.AsyncMetrics;
import dev.hearth.gateway.async.EventDelivery;
import dev.hearth.gateway.catalog.FunctionId;
import dev.hearth.gateway.dispatch.DispatchMetrics;
import dev.hearth.gateway.dispatch.FunctionDispatcher;
import dev.hearth.gateway.invoke.InvokeMetrics;
import dev.hearth.gateway.invoke.TextResponse;
import dev.hearth.gateway.memory.GatewayMemory;
import dev.hearth.gateway.memory.SharedBudget;
import dev.hearth.gateway.queue.EventQueue;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmThreadMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import java.util.function.ToDoubleFunction;

/** The gateway's metrics and the routes that show them and its health. */
public final class GatewayMetrics {
    private static final String TEXT = "text/plain; charset=utf-8";
    private static final String PROMETHEUS = "text/plain; version=0.0.4; charset=utf-8";

    private final PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    private final InvokeMetrics invocations = new MicrometerInvokeMetrics(registry);
    private final DispatchMetrics dispatch = new MicrometerDispatchMetrics(registry);
    private final AsyncMetrics events = new MicrometerAsyncMetrics(registry, invocations);

    private final MultiGauge queued = MultiGauge.builder("lambda.async.events.queued")
            .description("Accepted events that are not done with")
            .register(registry);
    private final MultiGauge failed = MultiGauge.builder("lambda.async.failed.events")
            .description("Events that were given up, or whose record no destination has taken yet")
            .register(registry);
    private volatile LongSupplier queueBytes = () -> 0;
    private volatile LongSupplier setAside = () -> 0;
    private volatile Optional<EventDelivery> shown = Optional.empty();

    public GatewayMetrics() {
        new JvmMemoryMetrics().bindTo(registry);
        new JvmThreadMetrics().bindTo(registry);
        new ProcessorMetrics().bindTo(registry);
    }

    /** Shows the state of this dispatcher. */
    public void show(FunctionDispatcher dispatcher) {
        Gauge.builder("lambda.concurrent.executions", dispatcher, FunctionDispatcher::inFlight)
                .description("Invocations that hold a permit: running or waiting for an environment")
                .register(registry);
        Gauge.builder("lambda.unreserved.concurrent.executions", dispatcher, FunctionDispatcher::unreservedInFlight)
                .description("Invocations that hold a permit of the unreserved pool")
                .register(registry);
        Gauge.builder("lambda.waiting.invocations", dispatcher, FunctionDispatcher::waiting)
                .description("Admitted invocations that wait for an environment")
                .register(registry);
        for (String state : FunctionDispatcher.environmentStates()) {
            Gauge.builder("lambda.environments", dispatcher, d -> d.environments(state))
                    .description("Environments by state")
                    .tag("state", state)
                    .register(registry);
        }
    }

    /** Shows how much memory is held for callers and events. */
    public void show(GatewayMemory memory) {
        show("accounts", memory.accounts());
        show("unproven", memory.unproven());
    }

    private void show(String name, SharedBudget budget) {
        Gauge.builder("hearth.memory.held", budget, SharedBudget::held)
                .description("Requests, results and answers that are held now")
                .tag("budget", name)
                .baseUnit("bytes")
                .register(registry);
        Gauge.builder("hearth.memory.limit", budget, SharedBudget::total)
                .description("Bytes that may be held")
                .tag("budget", name)
                .baseUnit("bytes")
                .register(registry);
        refused(name, "share", budget, SharedBudget::refusedOverShare);
        refused(name, "full", budget, SharedBudget::refusedFull);
    }

    private void refused(String name, String reason, SharedBudget budget, ToDoubleFunction<SharedBudget> count) {
        FunctionCounter.builder("hearth.memory.refused", budget, count)
                .description("Reservations that were refused: the holder had its share, or the budget was full")
                .tag("budget", name)
                .tag("reason", reason)
                .register(registry);
    }

    /** Shows the state of this queue of events, and of no other. */
    public void show(EventDelivery delivery, EventQueue queue) {
        shown = Optional.of(delivery);
        queueBytes = queue::bytes;
        setAside = queue::setAside;
        Gauge.builder("lambda.async.delivery.bytes", this, GatewayMetrics::deliveryBytes)
                .description("Payloads and results of events in delivery")
                .baseUnit("bytes")
                .register(registry);
        Gauge.builder("lambda.async.queue.bytes", this, metrics -> metrics.queueBytes.getAsLong())
                .description("What it takes to keep them")
                .baseUnit("bytes")
                .register(registry);
        Gauge.builder("lambda.async.events.set.aside", this, metrics -> metrics.setAside.getAsLong())
                .description("Records of events that cannot be decoded or are damaged; they stay and are not delivered")
                .register(registry);
    }

    private long deliveryBytes() {
        return shown.map(EventDelivery::memoryHeld).orElse(0L);
    }

    /** Shows this one no more. */
    public void showNone(EventDelivery delivery) {
        if (shown.filter(delivery::equals).isPresent()) {
            shown = Optional.empty();
            queueBytes = () -> 0;
            setAside = () -> 0;
        }
    }

    /** Counts events. */
    public AsyncMetrics events() {
        return events;
    }

    /** Measures what callers do not see. */
    public DispatchMetrics dispatch() {
        return dispatch;
    }

    /** Counts invocations. */
    public InvokeMetrics invocations() {
        return invocations;
    }

    /**
     * {@code /healthz}: the process answers and ends what is overdue; {@code /readyz}: it takes invocations; {@code /metrics}: its own; {@code
     * /metrics/targets}: where environments have theirs.
     */
    public Map<String, Supplier<TextResponse>> routes(
            FunctionDispatcher dispatcher, BooleanSupplier ticking, MetricsTargets.Addresses environments) {
        MetricsTargets targets = new MetricsTargets(environments);
        return Map.of(
                "/healthz", () -> healthy(ticking),
                "/readyz", () -> ready(dispatcher),
                "/metrics", () -> new TextResponse(200, PROMETHEUS, scrape()),
                "/metrics/targets",
                        () -> new TextResponse(200, "application/json", targets.describe(dispatcher.metricsTargets())));
    }

    private String scrape() {
        rows(queued, shown.map(EventDelivery::depths).orElse(Map.of()));
        rows(failed, shown.map(EventDelivery::failed).orElse(Map.of()));
        return registry.scrape();
    }

    private static void rows(MultiGauge gauge, Map<FunctionId, Integer> values) {
        gauge.register(
                values.entrySet().stream()
                        .map(each ->
                                MultiGauge.Row.of(MicrometerAsyncMetrics.tags(each.getKey()), (Number) each.getValue()))
                        .toList(),
                true);
    }

    private static TextResponse healthy(BooleanSupplier ticking) {
        return ticking.getAsBoolean()
                ? new TextResponse(200, TEXT, "ok\n")
                : new TextResponse(503, TEXT, "time-outs and scaling stand still; see the log\n");
    }

    private static TextResponse ready(FunctionDispatcher dispatcher) {
        return dispatcher.isAccepting()
                ? new TextResponse(200, TEXT, "ready\n")
                : new TextResponse(503, TEXT, "stopping: no new invocations are taken\n");
    }
}
