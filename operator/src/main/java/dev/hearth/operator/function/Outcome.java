package dev.hearth.operator.function;

import java.time.Duration;
import java.util.Optional;

/**
 * What a step came to.
 *
 * @param standing how it stands now
 * @param again when to look once more; empty: when something changes
 */
record Outcome(Standing standing, Optional<Duration> again) {
    static Outcome settled(Standing standing) {
        return new Outcome(standing, Optional.empty());
    }

    static Outcome again(Standing standing, Duration later) {
        return new Outcome(standing, Optional.of(later));
    }
}
