package dev.hearth.gateway.async;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.function.LongSupplier;

/**
 * Time: a monotonic clock for everything that is waited for while this process lives, and the wall clock for what the next one is to
 * know. The wall clock may jump: what it says is never waited for longer than the longest wait there is.
 */
public record Clocks(LongSupplier monotonic, InstantSource wall) {
    private static final Duration LONGEST_WAIT = Duration.ofMinutes(5);
    /** Longer than anything is kept, and a number of nanoseconds. */
    private static final Duration LONGEST_PAST = Duration.ofDays(36_500);

    public static Clocks ofThisMachine() {
        return new Clocks(System::nanoTime, InstantSource.system());
    }

    long nanos() {
        return monotonic.getAsLong();
    }

    Instant now() {
        return wall.instant();
    }

    /** How long ago that was, at most {@link #LONGEST_PAST}; never negative. */
    Duration since(Instant then) {
        Duration passed = Duration.between(then, now());
        if (passed.isNegative()) {
            return Duration.ZERO;
        }
        return passed.compareTo(LONGEST_PAST) < 0 ? passed : LONGEST_PAST;
    }

    /** How long to wait for that; never negative. */
    Duration until(Instant then) {
        Duration wait = Duration.between(now(), then);
        if (wait.isNegative()) {
            return Duration.ZERO;
        }
        return wait.compareTo(LONGEST_WAIT) < 0 ? wait : LONGEST_WAIT;
    }
}
