package dev.hearth.gateway.async;

import dev.hearth.gateway.catalog.FunctionId;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.OptionalInt;
import java.util.SequencedMap;

/**
 * Rate limiter of log lines: one for a function each second. The gateway's log is everybody's, and a function that fails ten thousand
 * times a second would push others' lines out of it; metrics count each. Functions told of longest ago are forgotten first.
 */
final class LogTurns {
    private static final long PAUSE_NANOS = Duration.ofSeconds(1).toNanos();
    private static final int MAX_FUNCTIONS = 1_000;

    private final SequencedMap<FunctionId, Told> told = new LinkedHashMap<>(16, 0.75f, true);

    /** When the last line was written, and what has happened since. */
    private static final class Told {
        private long nanos;
        private int untold;
    }

    /** How many were left out before this one; empty: this one is left out too. */
    synchronized OptionalInt take(FunctionId function, long now) {
        Told known = told.get(function);
        if (known != null && now - known.nanos < PAUSE_NANOS) {
            known.untold++;
            return OptionalInt.empty();
        }
        Told next = new Told();
        next.nanos = now;
        told.put(function, next);
        trim();
        return OptionalInt.of(known == null ? 0 : known.untold);
    }

    private void trim() {
        if (told.size() > MAX_FUNCTIONS) {
            told.pollFirstEntry();
        }
    }
}
