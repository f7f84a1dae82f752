package dev.hearth.gateway.async;

import java.time.Duration;

/**
 * How long and how often an event is tried.
 *
 * @param maximumRetryAttempts after the first attempt, 0 to 2
 * @param maximumEventAge 60 s to 6 h
 */
record EventPolicy(int maximumRetryAttempts, Duration maximumEventAge) {
    /** Lambda's, of a function that says nothing. */
    static final EventPolicy DEFAULT = new EventPolicy(2, Duration.ofHours(6));
}
