package dev.hearth.gateway.dispatch;

import java.util.Optional;
import java.util.OptionalInt;

/**
 * End of the process before, as the next one of its environment tells it.
 *
 * @param exitStatus as a shell reports it; empty: there was none, or nobody knows
 * @param logTail what it kept of the log of an invocation that it did not end, base64
 */
public record Ended(OptionalInt exitStatus, Optional<String> logTail) {
    /** There was none. */
    public static final Ended NOTHING = new Ended(OptionalInt.empty(), Optional.empty());
}
