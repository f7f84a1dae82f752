package dev.hearth.scaling;

import java.time.Duration;

/**
 * The peak demand of one revision over the last keep-alive.
 *
 * <p>Demand (invocations in flight and waiting) is a step function: what was recorded holds until the next record. The
 * peak covers the last keep-alive and at most a sixtieth of it more, never less, because the window moves
 * in buckets of that width. Memory is constant, and a call costs O(1): only the first one in a new bucket looks at all
 * of them. No call allocates.
 *
 * <p>Times are {@link System#nanoTime} readings or anything else in ns that only differences are taken of. A reading
 * older than the latest one counts as the latest one. Not thread-safe.
 */
public final class DemandHistory {
    private static final int BUCKETS = 60;

    private final long start;
    private final long bucketNanos;

    /** Peaks of the current bucket and of the sixty before it, a ring. */
    private final int[] peaks = new int[BUCKETS + 1];

    private long bucket;
    private int demand;
    private int peak;

    /** No demand until {@code now}. */
    public DemandHistory(Duration keepAlive, long now) {
        if (keepAlive.isNegative()) {
            throw new IllegalArgumentException("keep-alive must not be negative but is " + keepAlive);
        }
        start = now;
        bucketNanos = Math.max(1, Math.ceilDiv(keepAlive.toNanos(), (long) BUCKETS));
    }

    /** From {@code now} on the demand is {@code demand}. */
    public void record(long now, int demand) {
        if (demand < 0) {
            throw new IllegalArgumentException("demand must not be negative but is " + demand);
        }
        moveTo(now);
        this.demand = demand;
        int slot = slot(bucket);
        peaks[slot] = Math.max(peaks[slot], demand);
        peak = Math.max(peak, demand);
    }

    /** The highest demand of the last keep-alive. */
    public int peak(long now) {
        moveTo(now);
        return peak;
    }

    private void moveTo(long now) {
        long reached = Math.floorDiv(now - start, bucketNanos);
        if (reached > bucket) {
            long first = Math.max(bucket + 1, reached - BUCKETS);
            for (long passed = first; passed <= reached; passed++) {
                peaks[slot(passed)] = demand;
            }
            bucket = reached;
            peak = highest(peaks);
        }
    }

    private static int highest(int[] demands) {
        int highest = 0;
        for (int each : demands) {
            highest = Math.max(highest, each);
        }
        return highest;
    }

    private static int slot(long bucket) {
        return (int) (bucket % (BUCKETS + 1));
    }
}
