package dev.hearth.gateway.invoke;

import dev.hearth.gateway.dispatch.Answer;
import dev.hearth.gateway.invoke.eventstream.EventStreamEncoder;
import dev.hearth.gateway.memory.Holding;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.channel.Channel;
import io.netty.handler.codec.http.DefaultHttpContent;
import io.netty.handler.codec.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.function.LongConsumer;

/**
 * The answer of one {@code InvokeWithResponseStream}: its head goes out with the first piece, so that an error before it
 * is still an ordinary error answer.
 */
@SuppressWarnings("FutureReturnValueIgnored") // a failed write reaches the connection's exceptionCaught
final class StreamedAnswer {
    /** As in the header of an answer that is not streamed; the error's own type is in its details. */
    private static final String UNHANDLED = "Unhandled";

    private final Channel channel;
    private final EventStreamEncoder encoder;
    private final Holding result;
    private final LongConsumer sent;
    private boolean begun;

    /**
     * An answer that has not begun.
     *
     * @param result memory of its pieces, given back as they are taken
     * @param sent is told how many bytes were written
     */
    StreamedAnswer(Channel channel, EventStreamEncoder encoder, Holding result, LongConsumer sent) {
        this.channel = channel;
        this.encoder = encoder;
        this.result = result;
        this.sent = sent;
    }

    boolean hasBegun() {
        return begun;
    }

    void begin(HttpResponse head) {
        begun = true;
        channel.write(head, channel.voidPromise());
    }

    void chunk(byte[] bytes) {
        if (bytes.length > 0) {
            sent.accept(bytes.length);
            channel.writeAndFlush(new DefaultHttpContent(encoder.payloadChunk(channel.alloc(), bytes)))
                    .addListener(_ -> result.shrink(bytes.length));
        }
    }

    /** Writes the last messages of a begun stream; the end of the HTTP body and the flush are the caller's. */
    void end(Answer answer) {
        if (answer instanceof Answer.Success success && success.payload().length > 0) {
            channel.write(
                    new DefaultHttpContent(encoder.payloadChunk(channel.alloc(), success.payload())),
                    channel.voidPromise());
        }
        channel.write(new DefaultHttpContent(complete(channel.alloc(), answer)), channel.voidPromise());
    }

    private ByteBuf complete(ByteBufAllocator alloc, Answer answer) {
        return switch (answer) {
            case Answer.Success(byte[] payload, Optional<String> logTail) -> encoder.complete(alloc, logTail);
            case Answer.FunctionError(String errorType, byte[] body, Optional<String> logTail) ->
                encoder.failed(alloc, UNHANDLED, new String(body, StandardCharsets.UTF_8), logTail);
            case Answer.Throttled throttled -> broken(alloc, new InvokeError.Throttled(throttled));
            case Answer.Unavailable unavailable -> broken(alloc, new InvokeError.Unavailable(unavailable));
        };
    }

    private ByteBuf broken(ByteBufAllocator alloc, InvokeError error) {
        WireError wire = InvokeErrors.wire(error);
        return encoder.failed(alloc, wire.type(), wire.message(), Optional.empty());
    }
}
