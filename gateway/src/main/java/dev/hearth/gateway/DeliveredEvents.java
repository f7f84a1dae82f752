package dev.hearth.gateway;

import dev.hearth.gateway.async.Clocks;
import dev.hearth.gateway.async.DeliveryLimits;
import dev.hearth.gateway.async.EventDelivery;
import dev.hearth.gateway.async.RetrySchedule;
import dev.hearth.gateway.async.Targets;
import dev.hearth.gateway.catalog.Catalog;
import dev.hearth.gateway.catalog.FunctionKey;
import dev.hearth.gateway.destinations.Destinations;
import dev.hearth.gateway.dispatch.Dispatcher;
import dev.hearth.gateway.metrics.GatewayMetrics;
import dev.hearth.gateway.queue.AcceptedEvent;
import dev.hearth.gateway.queue.EventAcceptor;
import dev.hearth.gateway.queue.EventQueue;
import dev.hearth.gateway.queue.FailedEvent;
import java.io.IOException;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Events that are kept in a queue of this gateway and delivered from there. */
final class DeliveredEvents implements AsyncEvents {
    private static final Logger LOG = LoggerFactory.getLogger(DeliveredEvents.class);
    private static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(10);

    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final EventQueue queue;
    private final Destinations destinations;
    private final EventDelivery delivery;
    private final GatewayMetrics metrics;

    /**
     * How events are delivered.
     *
     * @param destinations made with who takes events for functions
     * @param firstRetry wait after an event's first error
     * @param limits of what it takes
     */
    record Delivery(
            Catalog catalog,
            Dispatcher dispatcher,
            Function<EventAcceptor, Destinations> destinations,
            GatewayMetrics metrics,
            Duration firstRetry,
            DeliveryLimits limits) {}

    private DeliveredEvents(EventQueue queue, Delivery how) {
        this.queue = queue;
        this.metrics = how.metrics;
        this.destinations = how.destinations.apply(this::acceptRecord);
        this.delivery = new EventDelivery(
                queue,
                new Targets(how.catalog, () -> ThreadLocalRandom.current().nextDouble()),
                how.dispatcher,
                destinations,
                how.metrics.events(),
                Clocks.ofThisMachine(),
                new RetrySchedule(how.firstRetry),
                threads,
                how.limits);
    }

    /** Takes up what the queue has kept; closes the queue if that cannot be. */
    static DeliveredEvents of(EventQueue queue, Delivery how) throws IOException {
        DeliveredEvents events = new DeliveredEvents(queue, how);
        try {
            events.delivery.recover();
        } catch (IOException | RuntimeException e) {
            events.close();
            throw e;
        }
        how.metrics.show(events.delivery, queue);
        if (events.delivery.depth() > 0) {
            LOG.atInfo()
                    .setMessage("accepted events of before are delivered")
                    .addKeyValue("events", events.delivery.depth())
                    .log();
        }
        return events;
    }

    @Override
    public CompletionStage<Void> accept(AcceptedEvent event) {
        return delivery.accept(event);
    }

    private CompletionStage<Void> acceptRecord(AcceptedEvent event) {
        return delivery.acceptRecord(event);
    }

    @Override
    public List<FailedEvent> list(FunctionKey function, Optional<String> after, int most) throws IOException {
        return delivery.list(function, after, most);
    }

    @Override
    public int count(FunctionKey function) {
        return delivery.count(function);
    }

    @Override
    public CompletionStage<Integer> redrive(FunctionKey function, Collection<String> requestIds) {
        return delivery.redrive(function, requestIds);
    }

    @Override
    public void tick() {
        delivery.tick();
    }

    @Override
    public void stop() {
        delivery.stop();
    }

    @Override
    public void awaitQuiet(Duration patience) {
        long end = System.nanoTime() + patience.toNanos();
        while (!delivery.isQuiet() && System.nanoTime() - end < 0) {
            LockSupport.parkNanos(PAUSE_NANOS);
        }
    }

    @Override
    public void close() {
        try {
            queue.close();
        } finally {
            metrics.showNone(delivery);
            threads.shutdownNow();
            destinations.close();
        }
    }
}
