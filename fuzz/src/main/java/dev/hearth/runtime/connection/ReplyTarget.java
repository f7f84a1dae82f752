package dev.hearth.runtime.connection;

import dev.hearth.fuzz.Finding;
import dev.hearth.fuzz.Parts;
import dev.hearth.fuzz.Target;
import dev.hearth.protocol.Assignment;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpResponseEncoder;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpVersion;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Arrays;

/**
 * The environment's side of its protocol: bytes that are no answer are refused with the exception that is declared, what the
 * gateway writes is read as it was, and an assignment survives its headers.
 */
public final class ReplyTarget implements Target {
    @Override
    public void check(byte[] input) throws IOException {
        any(input);
        written(input);
        assignment(new Parts(input));
    }

    private static void any(byte[] input) {
        ReplyReader reader = new ReplyReader(new ByteArrayInputStream(input));
        try {
            while (true) {
                reader.read();
            }
        } catch (IOException end) {
            return;
        }
    }

    private static void written(byte[] body) throws IOException {
        FullHttpResponse answer =
                new DefaultFullHttpResponse(HttpVersion.HTTP_1_1, HttpResponseStatus.OK, Unpooled.wrappedBuffer(body));
        answer.headers().set("Content-Length", body.length);
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        for (int copy = 0; copy < 2; copy++) {
            bytes.writeBytes(encoded(answer.copy()));
        }
        ReplyReader reader = new ReplyReader(new ByteArrayInputStream(bytes.toByteArray()));
        Finding.unless(Arrays.equals(reader.read().body(), body), "an answer's body changes");
        Finding.unless(
                Arrays.equals(reader.body(reader.readHead()).readAllBytes(), body), "a body that is streamed changes");
    }

    private static byte[] encoded(FullHttpResponse answer) {
        EmbeddedChannel channel = new EmbeddedChannel(new HttpResponseEncoder());
        channel.writeOutbound(answer);
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        for (ByteBuf part = channel.readOutbound(); part != null; part = channel.readOutbound()) {
            bytes.writeBytes(ByteBufUtil.getBytes(part));
            part.release();
        }
        channel.finishAndReleaseAll();
        return bytes.toByteArray();
    }

    private static void assignment(Parts parts) {
        Assignment sent = new Assignment(
                parts.text(),
                parts.text(),
                parts.text(),
                parts.number(),
                parts.number(),
                parts.text(),
                parts.text(),
                parts.text(),
                parts.text(),
                parts.text(),
                parts.text(),
                parts.text(),
                parts.number() == 1,
                parts.text());
        var headers = sent.toHeaders();
        Finding.unlessEqual(
                Assignment.fromHeaders(name -> headers.getOrDefault(name, "")),
                sent,
                "an assignment changes in its headers");
    }
}
