package dev.hearth.gateway.async;

import dev.hearth.gateway.catalog.Destination;
import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/**
 * What one destination is to get. Each has its own, so that one that is down delays no other; while it is down, one at a time is
 * tried, after longer and longer pauses. Its own monitor guards it.
 */
final class DestinationLine {
    private static final int MOST = 16;

    /** Whose line it is. */
    final Destination to;

    private final Deque<Settled> ready = new ArrayDeque<>();
    private int sending;
    private int failures;
    private long pausedUntil;

    DestinationLine(Destination to) {
        this.to = to;
    }

    synchronized void add(Settled settled) {
        ready.addLast(settled);
    }

    /** The next that is to be sent now; null: there is none, or it is not the time. */
    synchronized @Nullable Settled next(long now) {
        boolean isFull = sending >= (failures > 0 ? 1 : MOST);
        if (ready.isEmpty() || isFull || (failures > 0 && pausedUntil - now > 0)) {
            return null;
        }
        sending++;
        return ready.removeFirst();
    }

    /** One needs not to be sent. */
    synchronized void skipped() {
        sending--;
    }

    /** The destination answered; whether it had not before. */
    synchronized boolean sent() {
        boolean isBack = failures > 0;
        sending--;
        failures = 0;
        return isBack;
    }

    /** The destination took nothing; whether it had before. */
    synchronized boolean failed(Settled settled, long now) {
        sending--;
        failures++;
        pausedUntil = now + RetrySchedule.afterRefusal(failures).toNanos();
        ready.addLast(settled);
        return failures == 1;
    }

    synchronized boolean isEmpty() {
        return ready.isEmpty() && sending == 0;
    }
}
