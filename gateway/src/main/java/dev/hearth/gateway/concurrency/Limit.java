package dev.hearth.gateway.concurrency;

import java.util.concurrent.atomic.AtomicInteger;

/** A number of permits that is never exceeded; the number may change while permits are out. */
final class Limit {
    private final AtomicInteger taken = new AtomicInteger();
    private volatile int permits;

    Limit(int permits) {
        this.permits = permits;
    }

    /** Sets how many may be out; those that are out already stay. */
    void resize(int newPermits) {
        permits = newPermits;
    }

    boolean tryTake() {
        int now = taken.get();
        while (now < permits) {
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

    int taken() {
        return taken.get();
    }

    boolean isUsedUp() {
        return taken.get() >= permits;
    }
}
