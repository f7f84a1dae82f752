package dev.hearth.gateway.invoke;

import java.util.concurrent.atomic.AtomicLong;

/** Memory that the large request bodies of all connections may take together, in bytes. */
final class BodyBudget {
    private final AtomicLong free;

    BodyBudget(long bytes) {
        free = new AtomicLong(bytes);
    }

    boolean reserve(long bytes) {
        if (free.addAndGet(-bytes) >= 0) {
            return true;
        }
        free.addAndGet(bytes);
        return false;
    }

    void release(long bytes) {
        free.addAndGet(bytes);
    }
}
