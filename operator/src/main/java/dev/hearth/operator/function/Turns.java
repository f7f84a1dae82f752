package dev.hearth.operator.function;

import java.time.Duration;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.LongSupplier;

/**
 * Lets so many through per second, in the order in which they asked. Whoever has to wait is told how long, comes again then, and
 * keeps its turn meanwhile.
 */
final class Turns {
    /** So many pass at once after a time in which nobody asked. */
    private static final int BURST = 10;
    /** A turn that nobody has come back for lapses. */
    private static final long LAPSE = Duration.ofMinutes(1).toNanos();

    private final long interval;
    private final LongSupplier clock;
    private final Map<String, Long> waiting = new LinkedHashMap<>();
    private long next;

    /** @param clock monotonic nanoseconds */
    Turns(int perSecond, LongSupplier clock) {
        this.clock = clock;
        interval = Duration.ofSeconds(1).dividedBy(perSecond).toNanos();
        next = clock.getAsLong() - BURST * interval;
    }

    /** How long until it is this one's turn; zero: now, and the turn is used up. */
    synchronized Duration await(String who) {
        long now = clock.getAsLong();
        long turn = waiting.computeIfAbsent(who, _ -> appoint(now));
        if (turn - now > 0) {
            return Duration.ofNanos(turn - now);
        }
        waiting.remove(who);
        return Duration.ZERO;
    }

    private long appoint(long now) {
        next = Math.max(next, now - BURST * interval) + interval;
        return next;
    }

    /** Forgets turns long past: of functions that were deleted, or changed once more. */
    synchronized void forgetLapsed() {
        long now = clock.getAsLong();
        Iterator<Long> oldestFirst = waiting.values().iterator();
        while (oldestFirst.hasNext() && now - oldestFirst.next() > LAPSE) {
            oldestFirst.remove();
        }
    }
}
