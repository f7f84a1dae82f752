package dev.hearth.gateway.invoke;

import dev.hearth.gateway.memory.Holding;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelFutureListener;
import io.netty.handler.codec.http.DefaultHttpContent;
import io.netty.handler.codec.http.DefaultHttpResponse;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpObject;
import io.netty.handler.codec.http.LastHttpContent;
import java.util.Optional;
import java.util.function.LongConsumer;

/**
 * Writes an answer's last part as its caller takes it: of a large one there is never more than a little in Netty's buffers,
 * which keep copies. The answer's memory is given back when the last of it is taken. Confined to the connection's loop.
 */
@SuppressWarnings("FutureReturnValueIgnored") // a failed write reaches the connection's exceptionCaught
final class AnswerWriter {
    private static final int PIECE_BYTES = 64 * 1024;

    private final Channel channel;
    private final LongConsumer sent;
    private ByteBuf rest = Unpooled.EMPTY_BUFFER;
    private Optional<Holding> holding = Optional.empty();
    private boolean closes;
    private boolean writing;

    /** @param sent is told how many bytes were written */
    AnswerWriter(Channel channel, LongConsumer sent) {
        this.channel = channel;
        this.sent = sent;
    }

    /**
     * Begins, and perhaps ends, an answer's last part.
     *
     * @param held the answer's memory
     * @param last whether the connection ends after it
     */
    void begin(HttpObject part, Optional<Holding> held, boolean last) {
        holding = held;
        closes = last;
        if (part instanceof FullHttpResponse whole && whole.content().readableBytes() > PIECE_BYTES) {
            rest = whole.content();
            channel.write(
                    new DefaultHttpResponse(whole.protocolVersion(), whole.status(), whole.headers()),
                    channel.voidPromise());
            goOn();
        } else {
            sent.accept(part instanceof FullHttpResponse whole ? whole.content().readableBytes() : 0);
            end(part);
        }
    }

    /** Writes as much as the caller takes now. */
    void goOn() {
        if (writing || !rest.isReadable()) {
            return; // writes and flushes may lead here again
        }
        writing = true;
        while (rest.isReadable() && isTaken()) {
            int size = Math.min(PIECE_BYTES, rest.readableBytes());
            sent.accept(size);
            channel.write(new DefaultHttpContent(rest.readRetainedSlice(size)), channel.voidPromise());
        }
        writing = false;
        if (!rest.isReadable()) {
            releaseRest();
            end(LastHttpContent.EMPTY_LAST_CONTENT);
        }
    }

    private boolean isTaken() {
        if (!channel.isWritable()) {
            channel.flush();
        }
        return channel.isWritable();
    }

    private void end(HttpObject part) {
        Optional<Holding> held = holding;
        boolean last = closes; // a write may lead to the next answer before it returns
        holding = Optional.empty();
        if (held.isEmpty() && !last) {
            channel.writeAndFlush(part, channel.voidPromise());
            return;
        }
        ChannelFuture written = channel.writeAndFlush(part);
        held.ifPresent(each -> giveBack(written, each));
        if (last) {
            written.addListener(ChannelFutureListener.CLOSE);
        }
    }

    private static void giveBack(ChannelFuture written, Holding held) {
        if (written.isDone()) {
            held.close();
        } else {
            written.addListener(_ -> held.close());
        }
    }

    /** Whether everything is written, though perhaps not taken. */
    boolean isWhole() {
        return !rest.isReadable();
    }

    /** Ends the connection once its caller has taken what was written. */
    void end() {
        channel.writeAndFlush(Unpooled.EMPTY_BUFFER).addListener(ChannelFutureListener.CLOSE);
    }

    /** The connection has ended. */
    void release() {
        releaseRest();
        holding.ifPresent(Holding::close);
        holding = Optional.empty();
    }

    private void releaseRest() {
        ByteBuf done = rest;
        rest = Unpooled.EMPTY_BUFFER;
        done.release();
    }
}
