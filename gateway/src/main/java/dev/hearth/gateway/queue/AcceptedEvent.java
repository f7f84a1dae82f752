package dev.hearth.gateway.queue;

import dev.hearth.gateway.catalog.FunctionId;
import java.time.Instant;
import java.util.Optional;

/**
 * An asynchronous invocation whose caller was told that it will be done.
 *
 * @param requestId the same in every attempt
 * @param function whose it is
 * @param qualifier as the caller qualified the function; resolved anew in every attempt
 * @param traceHeader X-Ray trace header
 * @param acceptedAt when it was accepted; to the millisecond
 * @param payload valid JSON; never changed
 */
public record AcceptedEvent(
        String requestId,
        FunctionId function,
        Optional<String> qualifier,
        String traceHeader,
        Instant acceptedAt,
        byte[] payload) {}
