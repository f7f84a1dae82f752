package dev.hearth.gateway;

import dev.hearth.gateway.dispatch.FunctionDispatcher;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Periodic tasks: the dispatcher's time-outs every 20 ms, its review every second, and whatever else is added. A thread for
 * each, so that one which reads files or waits for a server holds up no other.
 */
final class GatewayClock implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(GatewayClock.class);
    private static final int MAX_TASKS = 8;
    private static final long TICK_MS = 20;
    private static final long REVIEW_MS = 1_000;
    /** A gateway that has ended no time-out for so long is not well; a collection of garbage, or a starved node, takes less. */
    static final Duration STANDSTILL = Duration.ofSeconds(10);

    private final ScheduledExecutorService threads = Executors.newScheduledThreadPool(
            MAX_TASKS, Thread.ofPlatform().name("hearth-clock-", 0).daemon().factory());
    private final Duration standstill;
    private volatile long tickedNanos = System.nanoTime();

    GatewayClock(FunctionDispatcher dispatcher) {
        this(dispatcher::tick, dispatcher::review, STANDSTILL);
    }

    /** @param standstill without a tick for longer, it is not well */
    GatewayClock(Runnable tick, Runnable review, Duration standstill) {
        this.standstill = standstill;
        eachTick(() -> {
            tick.run();
            tickedNanos = System.nanoTime();
        });
        eachSecond(review);
    }

    /** Does this every few milliseconds too. */
    void eachTick(Runnable task) {
        repeat(task, TICK_MS);
    }

    /** Does this about once a second too. */
    void eachSecond(Runnable task) {
        repeat(task, REVIEW_MS);
    }

    /** Whether time-outs still end what is overdue. */
    boolean isTicking() {
        return System.nanoTime() - tickedNanos < standstill.toNanos();
    }

    private void repeat(Runnable task, long millis) {
        threads.scheduleWithFixedDelay(() -> runLogged(task), millis, millis, TimeUnit.MILLISECONDS);
    }

    /** A task that throws, an Error too, would never run again. */
    private static void runLogged(Runnable task) {
        try {
            task.run();
        } catch (RuntimeException | Error e) {
            LOG.atError()
                    .setMessage("periodic task failed; it is tried again")
                    .setCause(e)
                    .log();
        }
    }

    @Override
    public void close() {
        threads.shutdownNow();
    }
}
