package dev.hearth.runtime.invocation;

import dev.hearth.protocol.EnvironmentHeaders;
import dev.hearth.runtime.connection.Reply;
import java.util.Optional;

/**
 * One event for the handler.
 *
 * @param deadlineNanos {@link System#nanoTime} at which it times out
 * @param clientContext base64 of JSON
 * @param wantsLogTail whether the result carries the log's tail
 * @param streaming whether the result is wanted as it is written
 */
record Invocation(
        String requestId,
        byte[] event,
        long deadlineNanos,
        String invokedArn,
        Optional<String> traceId,
        Optional<String> clientContext,
        boolean wantsLogTail,
        boolean streaming) {
    private static final long NANOS_PER_MILLI = 1_000_000;

    static Invocation of(Reply reply) {
        long remaining = reply.header(EnvironmentHeaders.REMAINING_MS)
                .map(Long::parseLong)
                .orElse(0L);
        return new Invocation(
                reply.header(EnvironmentHeaders.REQUEST_ID).orElseThrow(),
                reply.body(),
                System.nanoTime() + remaining * NANOS_PER_MILLI,
                reply.header(EnvironmentHeaders.INVOKED_FUNCTION_ARN).orElse(""),
                reply.header(EnvironmentHeaders.TRACE_ID),
                reply.header(EnvironmentHeaders.CLIENT_CONTEXT),
                reply.header(EnvironmentHeaders.LOG_TAIL).isPresent(),
                reply.header(EnvironmentHeaders.RESPONSE_MODE).isPresent());
    }

    int remainingMillis() {
        return (int) Math.max(0, (deadlineNanos - System.nanoTime()) / NANOS_PER_MILLI);
    }
}
