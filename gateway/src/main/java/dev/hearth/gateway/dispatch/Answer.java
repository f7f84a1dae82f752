package dev.hearth.gateway.dispatch;

import java.time.Duration;
import java.util.Optional;

/** How an invocation ended. */
public sealed interface Answer {
    /**
     * The handler returned; for a streamed result the payload is empty, its chunks went before.
     *
     * @param logTail base64, when it was asked for
     */
    record Success(byte[] payload, Optional<String> logTail) implements Answer {}

    /**
     * The function failed: an exception, a time-out, a crash, a result too large.
     *
     * @param errorType e.g. {@code Runtime.UserException}, {@code Sandbox.Timedout}
     * @param body Lambda's error object, JSON
     */
    record FunctionError(String errorType, byte[] body, Optional<String> logTail) implements Answer {}

    /** Refused by a concurrency limit; nothing ran. */
    record Throttled(Reason reason, Duration retryAfter) implements Answer {}

    /** Hearth could not run it or lost it; {@code message} is for the caller. */
    record Unavailable(Cause cause, String message) implements Answer {}

    /** Lambda's {@code Reason} of a 429. */
    enum Reason {
        ReservedFunctionConcurrentInvocationLimitExceeded,
        ConcurrentInvocationLimitExceeded,
        /** The waiting room is full. */
        CallerRateLimitExceeded
    }

    /** Why Hearth could not answer. */
    enum Cause {
        /** No environment could be had in time. Nothing ran: safe to retry. */
        NO_ENVIRONMENT,
        /** The environment was lost after the dispatch; the handler may have run. */
        ENVIRONMENT_LOST,
        /** The handler ran, but there was no memory for its result. */
        RESULT_DROPPED,
        /** That it begins could not be kept. Nothing ran. */
        NOT_KEPT,
        /** This gateway is shutting down. Nothing ran. */
        STOPPING
    }
}
