package dev.hearth.gateway.invoke;

import io.netty.channel.Channel;
import io.netty.channel.ChannelOutboundBuffer;

/** Whether a caller reads what it is sent: some bytes every now and then are enough. */
final class ReaderWatch {
    private final Channel channel;
    private long unreadBefore;

    ReaderWatch(Channel channel) {
        this.channel = channel;
    }

    /** From now on it must read. */
    void begin() {
        unreadBefore = unread();
    }

    /** Whether there is something to read and it has read some of it. */
    boolean hasReadSome() {
        long unread = unread();
        return unread > 0 && unread < unreadBefore;
    }

    private long unread() {
        ChannelOutboundBuffer buffer = channel.unsafe().outboundBuffer();
        return buffer == null ? 0 : buffer.totalPendingWriteBytes() - buffer.currentProgress();
    }
}
