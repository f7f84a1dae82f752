package dev.hearth.scaling;

import java.time.Duration;

/**
 * How fast one function may get more environments: a bucket of starts, refilled continuously and never beyond full, so
 * what is not used is not saved.
 *
 * <p>The account is kept in whole numbers, without drift: a nanosecond earns as many credits as the bucket holds starts,
 * and a start costs as many credits as the refill of the whole bucket takes nanoseconds.
 *
 * <p>Times are {@link System#nanoTime} readings or anything else in ns that only differences are taken of. A reading
 * older than the latest one counts as the latest one. Not thread-safe.
 */
public final class ScalingRate {
    private final int burst;
    private final long refillNanos;
    private long credits;
    private long latest;

    /** A full bucket of {@code burst} starts that takes {@code refill} to fill. */
    public ScalingRate(int burst, Duration refill, long now) {
        if (burst < 1 || !refill.isPositive()) {
            throw new IllegalArgumentException("a rate must be positive but is " + burst + " per " + refill);
        }
        this.burst = burst;
        refillNanos = refill.toNanos();
        credits = Math.multiplyExact(burst, refillNanos);
        latest = now;
    }

    /** Lambda's rate for every function: 1,000 environments every 10 s. */
    public static ScalingRate ofLambda(long now) {
        return new ScalingRate(1_000, Duration.ofSeconds(10), now);
    }

    /** Takes as many of the {@code asked} starts as there are, zero or more, and tells how many that is. */
    public int grant(long now, int asked) {
        if (asked < 0) {
            throw new IllegalArgumentException("asked must not be negative but is " + asked);
        }
        int granted = Math.min(asked, available(now));
        credits -= granted * refillNanos;
        return granted;
    }

    /** How many starts {@link #grant} would give. */
    public int available(long now) {
        refill(now);
        return (int) (credits / refillNanos);
    }

    /** Whether nothing of it is used. */
    public boolean isFull(long now) {
        return available(now) == burst;
    }

    /** How many ns after {@code now} at least one start can be granted; 0: at once. */
    public long nanosUntilGrant(long now) {
        refill(now);
        return Math.ceilDiv(Math.max(0, refillNanos - credits), (long) burst);
    }

    private void refill(long now) {
        long passed = now - latest;
        if (passed > 0) {
            credits = Math.min(credits + Math.min(passed, refillNanos) * burst, burst * refillNanos);
            latest = now;
        }
    }
}
