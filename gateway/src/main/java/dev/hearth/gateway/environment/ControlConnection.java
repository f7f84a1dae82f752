package dev.hearth.gateway.environment;

import dev.hearth.gateway.dispatch.ControlLink;
import dev.hearth.protocol.Assignment;
import dev.hearth.protocol.Command;
import dev.hearth.protocol.EnvironmentHeaders;
import io.netty.channel.Channel;
import io.netty.handler.codec.http.FullHttpResponse;

/** Answers on a control connection. */
record ControlConnection(Channel channel) implements ControlLink {
    @Override
    public void assign(Assignment assignment) {
        FullHttpResponse reply = Replies.empty();
        assignment.toHeaders().forEach(reply.headers()::set);
        Replies.send(channel, reply);
    }

    @Override
    public void command(Command command) {
        FullHttpResponse reply = Replies.empty();
        reply.headers().set(EnvironmentHeaders.COMMAND, command.name());
        Replies.send(channel, reply);
    }

    @Override
    public void close() {
        channel.close();
    }
}
