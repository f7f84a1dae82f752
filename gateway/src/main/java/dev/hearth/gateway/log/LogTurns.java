package dev.hearth.gateway.log;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.OptionalInt;
import java.util.SequencedMap;
import java.util.function.LongSupplier;

/**
 * Rate limiter of log lines: one for a key each second, and so many in all as keys are remembered. The gateway's log is everybody's,
 * and what somebody can cause ten thousand times a second would push others' lines out of it. Thread-safe.
 *
 * @param <K> whose lines they are, as a function, an account or an address
 */
public final class LogTurns<K> {
    private static final long PAUSE_NANOS = Duration.ofSeconds(1).toNanos();
    private static final int MAX_KEYS = 100;

    private final LongSupplier clock;
    /** Those told of longest ago come first. */
    private final SequencedMap<K, Told> told = new LinkedHashMap<>();
    /** Lines left out of keys that are not remembered. */
    private int untold;

    /** When the last line was written, and how many were left out since. */
    private static final class Told {
        private final long nanos;
        private int untold;

        Told(long nanos) {
            this.nanos = nanos;
        }

        boolean isRecent(long now) {
            return now - nanos < PAUSE_NANOS;
        }
    }

    /** @param clock monotonic nanoseconds */
    public LogTurns(LongSupplier clock) {
        this.clock = clock;
    }

    /** How many were left out before this one, of this key or of keys that are forgotten; empty: this one is left out too. */
    public synchronized OptionalInt take(K key) {
        long now = clock.getAsLong();
        Told known = told.get(key);
        if (known != null && known.isRecent(now)) {
            known.untold++;
            return OptionalInt.empty();
        }
        if (known == null && !makesRoom(now)) {
            untold++;
            return OptionalInt.empty();
        }
        told.putLast(key, new Told(now));
        return OptionalInt.of(takeUntold() + (known == null ? 0 : known.untold));
    }

    /** Forgets who was told of longest ago, if there are too many; false: that was within its second. */
    private boolean makesRoom(long now) {
        if (told.size() < MAX_KEYS) {
            return true;
        }
        Told eldest = told.firstEntry().getValue();
        if (eldest.isRecent(now)) {
            return false;
        }
        untold += eldest.untold;
        told.pollFirstEntry();
        return true;
    }

    private int takeUntold() {
        int taken = untold;
        untold = 0;
        return taken;
    }
}
