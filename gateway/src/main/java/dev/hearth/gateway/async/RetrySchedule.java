package dev.hearth.gateway.async;

import java.time.Duration;

/**
 * When an event is tried again, as Lambda does: <a
 * href="https://docs.aws.amazon.com/lambda/latest/dg/invocation-async-error-handling.html">error handling of asynchronous
 * invocation</a>.
 *
 * @param afterError wait after the first error; Lambda: a minute
 */
public record RetrySchedule(Duration afterError) {
    private static final Duration FIRST_BACKOFF = Duration.ofSeconds(1);
    private static final Duration LONGEST_BACKOFF = Duration.ofMinutes(5);
    private static final int DOUBLINGS = 9;

    /** Lambda's. */
    public static final RetrySchedule LAMBDA = new RetrySchedule(Duration.ofMinutes(1));

    /**
     * The function failed: one minute after the first attempt, two after the second.
     *
     * @param attempts so far, at least 1
     */
    Duration afterError(int attempts) {
        return afterError.multipliedBy(attempts);
    }

    /**
     * Nothing ran, since there was no room or Hearth failed: twice as long each time.
     *
     * @param times in a row that this has happened, at least 1
     */
    static Duration afterRefusal(int times) {
        Duration doubled = FIRST_BACKOFF.multipliedBy(1L << Math.min(times - 1, DOUBLINGS));
        return doubled.compareTo(LONGEST_BACKOFF) < 0 ? doubled : LONGEST_BACKOFF;
    }
}
