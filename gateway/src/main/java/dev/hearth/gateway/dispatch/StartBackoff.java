package dev.hearth.gateway.dispatch;

/**
 * When the fleet may be asked again after environments of a revision ended before they were ready: 0.1 s after the first,
 * twice as long each time up to 10 s, at once after one was ready. Guarded by its pool.
 */
final class StartBackoff {
    private static final long FIRST_NANOS = 100_000_000L;
    private static final long LAST_NANOS = 10_000_000_000L;

    private long pauseNanos;
    private long untilNanos;
    private boolean pausing;

    /** An environment ended before it was ready; others that were started with it count as one. */
    void failed(long nowNanos) {
        if (!isPausing(nowNanos)) {
            pauseNanos = pauseNanos == 0 ? FIRST_NANOS : Math.min(2 * pauseNanos, LAST_NANOS);
            untilNanos = nowNanos + pauseNanos;
            pausing = true;
        }
    }

    /** An environment was ready. */
    void succeeded() {
        pauseNanos = 0;
        pausing = false;
    }

    boolean isPausing(long nowNanos) {
        return pausing && untilNanos - nowNanos > 0;
    }

    /** Whether a pause has just ended; says so once. */
    boolean endsNow(long nowNanos) {
        boolean ends = pausing && untilNanos - nowNanos <= 0;
        pausing &= !ends;
        return ends;
    }
}
