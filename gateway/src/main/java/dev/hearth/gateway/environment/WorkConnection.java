package dev.hearth.gateway.environment;

import dev.hearth.gateway.dispatch.Invocation;
import dev.hearth.gateway.dispatch.WorkLink;
import dev.hearth.protocol.EnvironmentHeaders;
import io.netty.channel.Channel;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpHeaders;

/** Answers on a work connection. */
record WorkConnection(Channel channel) implements WorkLink {
    @Override
    public void run(Invocation invocation, long remainingMillis) {
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
    public void flow(boolean open) {
        channel.config().setAutoRead(open);
    }

    @Override
    public void close() {
        channel.close();
    }
}
