package dev.hearth.gateway.invoke;

import dev.hearth.fuzz.Finding;
import dev.hearth.fuzz.StrictHttp;
import dev.hearth.fuzz.Target;
import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpObject;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.util.ReferenceCountUtil;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.List;

/**
 * Requests of callers, beside a parser that takes nothing but what RFC 9112 allows: whatever request our decoder completes,
 * the strict one completes too, with the same begin and the same body, so that no proxy in front can see others.
 */
public final class HttpTarget implements Target {
    private final InvokeSettings settings = InvokeSettings.of("127.0.0.1", 0, "us-east-1", "000000000000");

    @Override
    public void check(byte[] input) {
        List<StrictHttp.Message> strict = StrictHttp.requests(input);
        List<StrictHttp.Message> ours = decoded(input, input.length);
        Finding.unless(
                ours.size() <= strict.size(), "completes what RFC 9112 does not: " + ours + " instead of " + strict);
        Finding.unlessEqual(ours, strict.subList(0, ours.size()), "sees another request");
        Finding.unlessEqual(decoded(input, 1), ours, "depends on how the bytes come in");
    }

    private List<StrictHttp.Message> decoded(byte[] input, int piece) {
        EmbeddedChannel channel = new EmbeddedChannel(InvokeServer.decoder(settings));
        Requests requests = new Requests();
        for (int at = 0; at < input.length; at += piece) {
            channel.writeInbound(Unpooled.wrappedBuffer(input, at, Math.min(piece, input.length - at)));
            for (HttpObject message = channel.readInbound(); message != null; message = channel.readInbound()) {
                requests.take(message);
                ReferenceCountUtil.release(message);
            }
        }
        channel.finishAndReleaseAll();
        return requests.whole;
    }

    /** Requests as a connection takes them: nothing more after one that is refused. */
    private static final class Requests {
        private final List<StrictHttp.Message> whole = new ArrayList<>();
        private final ByteArrayOutputStream body = new ByteArrayOutputStream();
        private String begin = "";
        private boolean refused;

        void take(HttpObject message) {
            refused |= message.decoderResult().isFailure();
            if (refused) {
                return;
            }
            if (message instanceof HttpRequest head) {
                begin = head.method() + " " + head.uri() + " " + head.protocolVersion();
                body.reset();
            }
            if (message instanceof HttpContent content) {
                byte[] bytes = new byte[content.content().readableBytes()];
                content.content().readBytes(bytes);
                body.writeBytes(bytes);
            }
            if (message instanceof LastHttpContent) {
                whole.add(new StrictHttp.Message(begin, body.toString(java.nio.charset.StandardCharsets.ISO_8859_1)));
            }
        }
    }
}
