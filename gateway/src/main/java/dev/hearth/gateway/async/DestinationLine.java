package dev.hearth.gateway.async;

import dev.hearth.gateway.catalog.Destination;
import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.Queue;
import org.jspecify.annotations.Nullable;

/**
 * What one destination is to get. Each has its own, so that one that is down delays no other. A record that is not taken is tried again
 * later and later by itself, for there may be something wrong with it; when a few in a row are not taken the destination is down, and
 * one at a time is tried, after longer and longer pauses. Its own monitor guards it.
 */
final class DestinationLine {
    private static final int MOST = 16;
    /** As many in a row may fail before their destination is held to be down. */
    private static final int FEW = 3;

    /** Whose line it is. */
    final Destination to;

    private final Deque<Settled> ready = new ArrayDeque<>();
    private final Queue<Delayed> later = new PriorityQueue<>(Comparator.comparingLong(Delayed::dueNanos));
    /** How often those that were not taken have been tried. */
    private final Map<Settled, Integer> tries = new HashMap<>();

    private int sending;
    /** Records that have failed in a row. */
    private int failures;

    private long pausedUntil;

    private record Delayed(Settled settled, long dueNanos) {}

    DestinationLine(Destination to) {
        this.to = to;
    }

    synchronized void add(Settled settled) {
        ready.addLast(settled);
    }

    /** The next that is to be sent now; null: there is none, or it is not the time. */
    synchronized @Nullable Settled next(long now) {
        boolean isFull = sending >= (failures > 0 ? 1 : MOST);
        if (isFull || (isDown() && pausedUntil - now > 0)) {
            return null;
        }
        Delayed due = later.peek();
        Settled next = ready.pollFirst();
        if (next == null && due != null && due.dueNanos - now <= 0) {
            next = later.remove().settled;
        }
        sending += next == null ? 0 : 1;
        return next;
    }

    /** One needs not to be sent. */
    synchronized void skipped(Settled settled) {
        tries.remove(settled);
        sending--;
    }

    /** One cannot be sent now, for which its destination can do nothing. */
    synchronized void later(Settled settled, long dueNanos) {
        sending--;
        later.add(new Delayed(settled, dueNanos));
    }

    /** The destination answered; whether it had been down. */
    synchronized boolean sent(Settled settled) {
        boolean isBack = isDown();
        tries.remove(settled);
        sending--;
        failures = 0;
        if (isBack) {
            later.forEach(each -> ready.addLast(each.settled));
            later.clear();
        }
        return isBack;
    }

    /** The destination did not take it; whether it is down since. One that fails again says nothing new about its destination. */
    synchronized boolean failed(Settled settled, long now) {
        int tried = tries.merge(settled, 1, Integer::sum);
        later(settled, now + RetrySchedule.afterRefusal(tried).toNanos());
        boolean wasDown = isDown();
        failures += tried == 1 ? 1 : 0;
        if (isDown()) {
            pausedUntil = now + RetrySchedule.afterRefusal(failures - FEW).toNanos();
        }
        return isDown() && !wasDown;
    }

    private boolean isDown() {
        return failures > FEW;
    }

    synchronized boolean isEmpty() {
        return ready.isEmpty() && later.isEmpty() && sending == 0;
    }
}
