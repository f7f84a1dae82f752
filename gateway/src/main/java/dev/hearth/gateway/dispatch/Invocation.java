package dev.hearth.gateway.dispatch;

import dev.hearth.gateway.catalog.Revision;
import dev.hearth.gateway.memory.Holding;
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
 * @param result memory that the result takes on its way; closed once nobody waits for it any more
 */
public record Invocation(
        String requestId,
        Revision revision,
        String invokedArn,
        byte[] payload,
        Optional<String> clientContext,
        Optional<String> traceId,
        boolean wantsLogTail,
        boolean streaming,
        Holding result) {

    /** Its result is not counted. */
    public Invocation(
            String requestId,
            Revision revision,
            String invokedArn,
            byte[] payload,
            Optional<String> clientContext,
            Optional<String> traceId,
            boolean wantsLogTail,
            boolean streaming) {
        this(
                requestId,
                revision,
                invokedArn,
                payload,
                clientContext,
                traceId,
                wantsLogTail,
                streaming,
                Holding.unbounded());
    }
}
