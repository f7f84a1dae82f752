package dev.hearth.gateway.concurrency;

import java.util.concurrent.atomic.AtomicInteger;

/** A number of permits that is never exceeded; the number may change while permits are out. */
final class Limit {
    private static final int CLOSED = Integer.MIN_VALUE;

    private final AtomicInteger taken = new AtomicInteger();
    private volatile int permits;

    Limit(int permits) {
        this.permits = permits;
    }

    /** Sets how many may be out; those that are out already stay. */
    void resize(int newPermits) {
        permits = newPermits;
    }

    int permits() {
        return permits;
    }

    boolean tryTake() {
        int now = taken.get();
        while (now >= 0 && now < permits) {
            if (taken.compareAndSet(now, now + 1)) {
                return true;
            }
            now = taken.get();
        }
        return false;
    }

    void giveBack() {
        taken.decrementAndGet();
    }

    /** Ends its use if no permit is out; from then on it gives none. */
    boolean closeIfUnused() {
        return taken.compareAndSet(0, CLOSED) || isClosed();
    }

    boolean isClosed() {
        return taken.get() == CLOSED;
    }

    int taken() {
        return taken.get();
    }
}
