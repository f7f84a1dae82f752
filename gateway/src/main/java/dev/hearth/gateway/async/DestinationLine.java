package dev.hearth.gateway.async;

import dev.hearth.gateway.catalog.Destination;
import dev.hearth.gateway.memory.Holding;
import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.Queue;
import org.jspecify.annotations.Nullable;

/**
 * What one destination is to get. Each has its own, so that one that is down delays no other. A record that is not taken is tried again
 * later and later by itself, for there may be something wrong with it; when a few in a row are not taken that were not tried before, or
 * many that were, the destination is down, and one at a time is tried, after longer and longer pauses. Its own monitor guards it.
 */
final class DestinationLine {
    /** Sent at the same time; and as many in a row that were tried before may fail. */
    private static final int MOST = 16;
    /** As many new ones in a row may fail. */
    private static final int FEW = 3;

    /** Whose line it is. */
    final Destination to;

    private final LineMemory memory;
    /** Memory of those that are being sent. */
    private final Map<Settled, Holding> loans = new HashMap<>();

    private final Deque<Settled> ready = new ArrayDeque<>();
    private final Queue<Delayed> later = new PriorityQueue<>(Comparator.comparingLong(Delayed::dueNanos));
    /** How often those that were not taken have been tried. */
    private final Map<Settled, Integer> tries = new HashMap<>();

    private int sending;
    /** How many were not taken in a row, and how many of them for the first time. */
    private int failures;

    private int firstFailures;
    private boolean isDown;
    /** So many in a row since it is down. */
    private int pauses;

    private long pausedUntil;

    /** @param whileDown whether the destination may be to blame */
    private record Delayed(Settled settled, long dueNanos, boolean whileDown) {}

    DestinationLine(Destination to, LineMemory memory) {
        this.to = to;
        this.memory = memory;
    }

    synchronized void add(Settled settled) {
        ready.addLast(settled);
    }

    /** The next that is to be sent now; null: there is none, it is not the time, or there is no memory for it. */
    synchronized @Nullable Settled next(long now) {
        boolean isFull = sending >= (failures > 0 ? 1 : MOST);
        if (isFull || isPaused(now)) {
            return null;
        }
        Delayed due = later.peek();
        if (!ready.isEmpty()) {
            return lent(ready.getFirst()) ? ready.removeFirst() : null;
        }
        boolean isDue = due != null && due.dueNanos - now <= 0;
        return isDue && lent(due.settled) ? later.remove().settled : null;
    }

    private boolean lent(Settled settled) {
        Optional<Holding> loan = memory.lend(EventMemory.ofRecord(settled));
        loan.ifPresent(lent -> {
            loans.put(settled, lent);
            sending++;
        });
        return loan.isPresent();
    }

    private void end(Settled settled) {
        sending--;
        Optional.ofNullable(loans.remove(settled)).ifPresent(Holding::close);
    }

    private boolean isPaused(long now) {
        return isDown && pausedUntil - now > 0;
    }

    /** One needs not to be sent. */
    synchronized void skipped(Settled settled) {
        tries.remove(settled);
        end(settled);
    }

    /** One cannot be sent now, for which its destination can do nothing. */
    synchronized void later(Settled settled, long dueNanos) {
        end(settled);
        later.add(new Delayed(settled, dueNanos, false));
    }

    /** The destination answered; whether it had been down. */
    synchronized boolean sent(Settled settled) {
        boolean isBack = isDown;
        tries.remove(settled);
        end(settled);
        failures = 0;
        firstFailures = 0;
        isDown = false;
        if (isBack) {
            later.stream().filter(Delayed::whileDown).forEach(each -> ready.addLast(each.settled));
            later.removeIf(Delayed::whileDown);
        }
        return isBack;
    }

    /** The destination did not take it; whether it is down since. */
    synchronized boolean failed(Settled settled, long now) {
        end(settled);
        int tried = tries.merge(settled, 1, Integer::sum);
        later.add(new Delayed(settled, now + RetrySchedule.afterRefusal(tried).toNanos(), isDown));
        if (isPaused(now)) {
            return false; // it was on its way before the pause
        }
        failures++;
        firstFailures += tried == 1 ? 1 : 0;
        boolean wasDown = isDown;
        isDown |= firstFailures > FEW || failures > MOST;
        if (isDown) {
            pauses = wasDown ? pauses + 1 : 1;
            pausedUntil = now + RetrySchedule.afterRefusal(pauses).toNanos();
        }
        return isDown && !wasDown;
    }

    synchronized boolean isEmpty() {
        return ready.isEmpty() && later.isEmpty() && sending == 0;
    }
}
