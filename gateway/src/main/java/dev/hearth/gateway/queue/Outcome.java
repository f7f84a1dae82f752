package dev.hearth.gateway.queue;

import java.time.Instant;
import java.util.Optional;

/**
 * What became of an event that is done with.
 *
 * @param attempts that have begun
 * @param endedAt when it was done with; to the millisecond
 * @param response of the last attempt; empty: there was none, or it was lost
 */
public record Outcome(Condition condition, int attempts, Instant endedAt, Optional<Response> response) {
    /** Why it is done with; the names are Lambda's, of the records that destinations get. */
    public enum Condition {
        Success,
        RetriesExhausted,
        EventAgeExceeded,
        ZeroReservedConcurrency,
        /** It came from the same function too often. */
        RecursiveInvocation
    }

    /**
     * What a function answered.
     *
     * @param executedVersion number of a version, or {@code $LATEST}
     * @param functionError {@code Unhandled}; empty: it succeeded
     * @param payload valid JSON
     */
    public record Response(String executedVersion, Optional<String> functionError, byte[] payload) {}
}
