package dev.hearth.gateway.environment;

import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.DefaultHttpHeadersFactory;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeadersFactory;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpVersion;
import java.nio.charset.StandardCharsets;

/** Answers to an environment. */
final class Replies {
    /** Values are Hearth's own or were checked when their caller's request was read. */
    private static final HttpHeadersFactory HEADERS =
            DefaultHttpHeadersFactory.headersFactory().withValidation(false);

    private Replies() {}

    static FullHttpResponse ok(byte[] body) {
        return reply(HttpResponseStatus.OK, body);
    }

    static FullHttpResponse empty() {
        return ok(new byte[0]);
    }

    /** There will be no more invocations. */
    static FullHttpResponse retired() {
        return new DefaultFullHttpResponse(HttpVersion.HTTP_1_1, HttpResponseStatus.NO_CONTENT, Unpooled.EMPTY_BUFFER);
    }

    /** What was asked for cannot be had now. */
    static void unavailable(Channel channel, byte[] why) {
        sendAndClose(channel, reply(HttpResponseStatus.SERVICE_UNAVAILABLE, why));
    }

    /** Says why not, and ends the connection. */
    static void refuse(Channel channel, String why) {
        sendAndClose(channel, reply(HttpResponseStatus.FORBIDDEN, why.getBytes(StandardCharsets.UTF_8)));
    }

    static void send(Channel channel, FullHttpResponse reply) {
        channel.writeAndFlush(reply, channel.voidPromise());
    }

    static void sendAndClose(Channel channel, FullHttpResponse reply) {
        channel.writeAndFlush(reply).addListener(ChannelFutureListener.CLOSE);
    }

    private static FullHttpResponse reply(HttpResponseStatus status, byte[] body) {
        FullHttpResponse reply = new DefaultFullHttpResponse(
                HttpVersion.HTTP_1_1, status, Unpooled.wrappedBuffer(body), HEADERS, HEADERS);
        reply.headers().addInt(HttpHeaderNames.CONTENT_LENGTH, body.length);
        return reply;
    }
}
