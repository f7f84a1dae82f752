package dev.hearth.gateway.dispatch;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/** How many admitted invocations wait for an environment, over all functions: bounded in count and in bytes. */
final class WaitingRoom {
    private final int maxCount;
    private final long maxBytes;
    private final AtomicInteger count = new AtomicInteger();
    private final AtomicLong bytes = new AtomicLong();

    WaitingRoom(int maxCount, long maxBytes) {
        this.maxCount = maxCount;
        this.maxBytes = maxBytes;
    }

    boolean tryEnter(Attempt attempt) {
        if (count.incrementAndGet() > maxCount) {
            count.decrementAndGet();
            return false;
        }
        if (bytes.addAndGet(size(attempt)) > maxBytes) {
            leave(attempt);
            return false;
        }
        return true;
    }

    void leave(Attempt attempt) {
        count.decrementAndGet();
        bytes.addAndGet(-size(attempt));
    }

    private static int size(Attempt attempt) {
        return attempt.invocation.payload().length;
    }

    long bytes() {
        return bytes.get();
    }

    int count() {
        return count.get();
    }
}
