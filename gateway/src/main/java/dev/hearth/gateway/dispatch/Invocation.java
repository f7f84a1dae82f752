package dev.hearth.gateway.dispatch;

import dev.hearth.gateway.catalog.Revision;
import java.util.Optional;

/**
 * One synchronous invocation, checked and resolved.
 *
 * @param requestId UUID, the caller's {@code x-amzn-RequestId}
 * @param revision what to run
 * @param invokedArn function ARN, qualified as the caller qualified it
 * @param payload event: valid JSON; owned by this invocation, never changed
 * @param clientContext base64 as sent
 * @param traceId X-Ray trace header
 * @param wantsLogTail whether the answer carries the last 4 KB of the log
 * @param streaming whether the result is wanted as it is written
 */
public record Invocation(
        String requestId,
        Revision revision,
        String invokedArn,
        byte[] payload,
        Optional<String> clientContext,
        Optional<String> traceId,
        boolean wantsLogTail,
        boolean streaming) {}
