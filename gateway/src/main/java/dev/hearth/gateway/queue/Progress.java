package dev.hearth.gateway.queue;

import java.time.Instant;

/**
 * How far an accepted event has come.
 *
 * @param attempts that have begun, so that the handler has run or may have
 * @param notBefore when the next may begin; to the millisecond
 * @param since when it was given another chance, which is from when its age counts; {@link Instant#EPOCH}: its acceptance
 */
public record Progress(int attempts, Instant notBefore, Instant since) {
    /** Nothing was tried, and it may be at once. */
    public static final Progress NONE = new Progress(0, Instant.EPOCH, Instant.EPOCH);
}
