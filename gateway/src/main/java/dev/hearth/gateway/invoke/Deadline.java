package dev.hearth.gateway.invoke;

import io.netty.util.concurrent.EventExecutor;
import io.netty.util.concurrent.Future;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * When a connection's patience ends. Moving a deadline later costs one clock read, since the timer that is already set
 * looks again when it fires; so a connection has at most one timer and busy ones never touch it. Confined to one loop.
 */
final class Deadline implements Runnable {
    private static final long NEVER = Long.MAX_VALUE;

    private final EventExecutor loop;
    private final Runnable passed;
    private long at = NEVER;
    private long firesAt = NEVER;
    private Optional<Future<?>> timer = Optional.empty();

    Deadline(EventExecutor loop, Runnable passed) {
        this.loop = loop;
        this.passed = passed;
    }

    /** Sets or moves the deadline. */
    void in(Duration patience) {
        at = System.nanoTime() + patience.toNanos();
        if (firesAt == NEVER || at - firesAt < 0) {
            arm();
        }
    }

    boolean isSet() {
        return at != NEVER;
    }

    /** There is no deadline. */
    void clear() {
        at = NEVER;
    }

    /** Ends the timer too. */
    void cancel() {
        clear();
        timer.ifPresent(future -> future.cancel(false));
    }

    @Override
    public void run() {
        firesAt = NEVER;
        if (at == NEVER) {
            return;
        }
        if (at - System.nanoTime() > 0) {
            arm();
        } else {
            at = NEVER;
            passed.run();
        }
    }

    private void arm() {
        timer.ifPresent(future -> future.cancel(false));
        firesAt = at;
        timer = Optional.of(loop.schedule(this, at - System.nanoTime(), TimeUnit.NANOSECONDS));
    }
}
