package dev.hearth.gateway;

import dev.hearth.gateway.async.Clocks;
import dev.hearth.gateway.async.EventDelivery;
import dev.hearth.gateway.async.RetrySchedule;
import dev.hearth.gateway.async.Targets;
import dev.hearth.gateway.catalog.Catalog;
import dev.hearth.gateway.dispatch.Dispatcher;
import dev.hearth.gateway.metrics.GatewayMetrics;
import dev.hearth.gateway.queue.AcceptedEvent;
import dev.hearth.gateway.queue.EventAcceptor;
import dev.hearth.gateway.queue.log.EventLog;
import dev.hearth.gateway.queue.log.FolderInUse;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Asynchronous invocations of one machine. */
interface LocalEvents extends EventAcceptor, AutoCloseable {
    /** Opens what is kept. If it cannot, it accepts nothing and says why. */
    static LocalEvents open(GatewaySettings settings, Catalog catalog, Dispatcher dispatcher, GatewayMetrics metrics) {
        try {
            return new Kept(settings, catalog, dispatcher, metrics);
        } catch (IOException e) {
            LoggerFactory.getLogger(LocalEvents.class)
                    .atWarn()
                    .setMessage("asynchronous invocations are refused")
                    .addKeyValue("why", e.getMessage())
                    .log();
            return new None(new IOException(
                    e instanceof FolderInUse
                            ? "another Hearth on this machine serves the same folders and has their queue"
                            : "the queue of events cannot be opened; the log of this Hearth says why"));
        }
    }

    /** Begins what is due: call every few milliseconds. */
    void tick();

    /** Begins no more attempts. */
    void stop();

    /** Lets those that run end. */
    void awaitQuiet(Duration patience);

    @Override
    void close();

    /** In a log that is this process's. */
    final class Kept implements LocalEvents {
        private static final Logger LOG = LoggerFactory.getLogger(Kept.class);
        private static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(10);

        private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
        private final EventLog log;
        private final EventDelivery delivery;

        private Kept(GatewaySettings settings, Catalog catalog, Dispatcher dispatcher, GatewayMetrics metrics)
                throws IOException {
            log = EventLog.open(settings.events(), settings.eventBytes());
            delivery = new EventDelivery(
                    log,
                    new Targets(catalog, () -> ThreadLocalRandom.current().nextDouble()),
                    dispatcher,
                    metrics.events(),
                    Clocks.ofThisMachine(),
                    new RetrySchedule(settings.eventRetryWait()),
                    threads,
                    settings.accountConcurrency());
            recover();
            metrics.show(delivery, log);
        }

        private void recover() throws IOException {
            try {
                delivery.recover();
            } catch (IOException | RuntimeException e) {
                log.close();
                throw e;
            }
            if (delivery.depth() > 0) {
                LOG.atInfo()
                        .setMessage("accepted events of before are delivered")
                        .addKeyValue("events", delivery.depth())
                        .log();
            }
        }

        @Override
        public CompletionStage<Void> accept(AcceptedEvent event) {
            return delivery.accept(event);
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
            log.close();
            threads.shutdownNow();
        }
    }

    /** There is no log. */
    record None(IOException why) implements LocalEvents {
        @Override
        public CompletionStage<Void> accept(AcceptedEvent event) {
            return CompletableFuture.failedStage(why);
        }

        @Override
        public void tick() {}

        @Override
        public void stop() {}

        @Override
        public void awaitQuiet(Duration patience) {}

        @Override
        public void close() {}
    }
}
