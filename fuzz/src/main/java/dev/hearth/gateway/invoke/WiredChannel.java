package dev.hearth.gateway.invoke;

import dev.hearth.gateway.listen.StrictRequestDecoder;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelPromise;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.netty.channel.socket.DuplexChannel;
import io.netty.handler.codec.http.HttpResponseEncoder;

/** A caller's connection without a network, wired as {@link InvokeServer} does it. */
final class WiredChannel extends EmbeddedChannel implements DuplexChannel {
    private final Answers answers;
    private boolean outputShutdown;

    WiredChannel(Front front) {
        this(front, new Answers());
    }

    private WiredChannel(Front front, Answers answers) {
        super(new ChannelInitializer<EmbeddedChannel>() {
            @Override
            protected void initChannel(EmbeddedChannel channel) {
                StrictRequestDecoder decoder = InvokeServer.decoder(front.settings());
                channel.pipeline()
                        .addLast(decoder)
                        .addLast(new HttpResponseEncoder())
                        .addLast(answers)
                        .addLast(new CallerConnection(front, decoder, channel));
            }
        });
        this.answers = answers;
    }

    /** What is written to it. */
    Answers answers() {
        return answers;
    }

    /** Whether its requests are still answered. */
    boolean isServed() {
        return isOpen() && !outputShutdown;
    }

    void receive(byte[] bytes) {
        if (isOpen()) {
            writeInbound(Unpooled.wrappedBuffer(bytes));
        }
        releaseOutbound();
    }

    /** All that waits for others is answered, and what comes of that. */
    void settle(Callee callee) {
        for (boolean more = true; more; ) {
            runPendingTasks();
            more = callee.answer();
        }
        releaseOutbound();
    }

    /** The caller sends nothing more. */
    void halfClose() {
        if (isOpen()) {
            pipeline().fireUserEventTriggered(ChannelInputShutdownEvent.INSTANCE);
        }
    }

    // ---- a connection with two ends ----

    @Override
    public boolean isInputShutdown() {
        return false;
    }

    @Override
    public ChannelFuture shutdownInput() {
        return newSucceededFuture();
    }

    @Override
    public ChannelFuture shutdownInput(ChannelPromise promise) {
        return promise.setSuccess();
    }

    @Override
    public boolean isOutputShutdown() {
        return outputShutdown;
    }

    @Override
    public ChannelFuture shutdownOutput() {
        outputShutdown = true;
        return newSucceededFuture();
    }

    @Override
    public ChannelFuture shutdownOutput(ChannelPromise promise) {
        outputShutdown = true;
        return promise.setSuccess();
    }

    @Override
    public boolean isShutdown() {
        return false;
    }

    @Override
    public ChannelFuture shutdown() {
        return shutdownOutput();
    }

    @Override
    public ChannelFuture shutdown(ChannelPromise promise) {
        return shutdownOutput(promise);
    }
}
