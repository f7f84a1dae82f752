package dev.hearth.gateway;

import dev.hearth.gateway.dispatch.FunctionDispatcher;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tells the dispatcher that time passes: one thread, for time-outs every 20 ms and for the rest every second. */
final class GatewayClock implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(GatewayClock.class);
    private static final long TICK_MS = 20;
    private static final long REVIEW_MS = 1_000;

    private final ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().name("hearth-clock").daemon().factory());

    GatewayClock(FunctionDispatcher dispatcher) {
        repeat(dispatcher::tick, TICK_MS);
        repeat(dispatcher::review, REVIEW_MS);
    }

    /** Does this every few milliseconds too. */
    void eachTick(Runnable task) {
        repeat(task, TICK_MS);
    }

    /** Does this about once a second too. */
    void eachSecond(Runnable task) {
        repeat(task, REVIEW_MS);
    }

    private void repeat(Runnable task, long millis) {
        thread.scheduleWithFixedDelay(() -> runLogged(task), millis, millis, TimeUnit.MILLISECONDS);
    }

    /** A task that throws would never run again. */
    private static void runLogged(Runnable task) {
        try {
            task.run();
        } catch (RuntimeException e) {
            LOG.atError().setMessage("periodic task failed").setCause(e).log();
        }
    }

    @Override
    public void close() {
        thread.shutdownNow();
    }
}
