package dev.hearth.gateway.environment;

import dev.hearth.gateway.dispatch.Invocation;
import dev.hearth.gateway.dispatch.WorkLink;
import dev.hearth.gateway.memory.Holding;
import dev.hearth.protocol.EnvironmentHeaders;
import io.netty.channel.Channel;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpHeaders;
import java.util.Optional;

/** Answers on a work connection, which is read as far as the caller of what runs reads and there is room for what comes. */
final class WorkConnection implements WorkLink {
    private final Channel channel;
    private volatile Optional<Invocation> running = Optional.empty();
    private boolean callerReads = true;
    private boolean hasRoom = true;

    WorkConnection(Channel channel) {
        this.channel = channel;
    }

    /** Memory for the result of this request; empty: it is not the one that runs here. */
    Optional<Holding> resultOf(String requestId) {
        return running.filter(each -> each.requestId().equals(requestId)).map(Invocation::result);
    }

    /** Whether the caller of this request, which runs here, wants its result piece by piece. */
    boolean isStreamed(String requestId) {
        return running.filter(each -> each.requestId().equals(requestId) && each.streaming())
                .isPresent();
    }

    @Override
    public void run(Invocation invocation, long remainingMillis) {
        running = Optional.of(invocation);
        FullHttpResponse reply = Replies.ok(invocation.payload());
        HttpHeaders headers = reply.headers();
        headers.add(EnvironmentHeaders.REQUEST_ID, invocation.requestId());
        headers.add(EnvironmentHeaders.REMAINING_MS, Long.toString(remainingMillis));
        headers.add(EnvironmentHeaders.INVOKED_FUNCTION_ARN, invocation.invokedArn());
        invocation.traceId().ifPresent(trace -> headers.add(EnvironmentHeaders.TRACE_ID, trace));
        invocation.clientContext().ifPresent(context -> headers.add(EnvironmentHeaders.CLIENT_CONTEXT, context));
        if (invocation.wantsLogTail()) {
            headers.add(EnvironmentHeaders.LOG_TAIL, "true");
        }
        if (invocation.streaming()) {
            headers.add(EnvironmentHeaders.RESPONSE_MODE, EnvironmentHeaders.STREAMING);
        }
        Replies.send(channel, reply);
    }

    @Override
    public void retire() {
        Replies.send(channel, Replies.retired());
    }

    @Override
    public synchronized void flow(boolean open) {
        callerReads = open;
        channel.config().setAutoRead(callerReads && hasRoom);
    }

    /** Reads on, or stops reading, as there is room for the result. */
    synchronized void room(boolean there) {
        hasRoom = there;
        channel.config().setAutoRead(callerReads && hasRoom);
    }

    @Override
    public void close() {
        channel.close();
    }
}
