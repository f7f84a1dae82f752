package dev.hearth.gateway.dispatch;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Invocations of one revision that wait, first come, first served, in the waiting room of all. Guarded by its pool. */
final class WaitingLine {
    private final WaitingRoom room;
    private final Deque<Attempt> waiting = new ArrayDeque<>();

    WaitingLine(WaitingRoom room) {
        this.room = room;
    }

    /** Takes its place at the end; false: the room is full. */
    boolean enter(Attempt attempt) {
        boolean fits = room.tryEnter(attempt);
        if (fits) {
            waiting.addLast(attempt);
        }
        return fits;
    }

    @Nullable
    Attempt next() {
        Attempt next = waiting.pollFirst();
        if (next != null) {
            room.leave(next);
        }
        return next;
    }

    /** All of them, who leave their places. */
    List<Attempt> clear() {
        List<Attempt> all = List.copyOf(waiting);
        waiting.clear();
        all.forEach(room::leave);
        return all;
    }

    /** The first, if it has waited for so long. */
    @Nullable
    Attempt nextThatWaited(long nanos, long nowNanos) {
        return hasWaited(nanos, nowNanos) ? next() : null;
    }

    /** Whether the first has waited for so long. */
    boolean hasWaited(long nanos, long nowNanos) {
        Attempt oldest = waiting.peekFirst();
        return oldest != null && nowNanos - oldest.arrivedNanos > nanos;
    }

    /** Leaves its place; false: it has none. */
    boolean leave(Attempt attempt) {
        boolean waited = waiting.remove(attempt);
        if (waited) {
            room.leave(attempt);
        }
        return waited;
    }

    boolean isEmpty() {
        return waiting.isEmpty();
    }

    int size() {
        return waiting.size();
    }
}
