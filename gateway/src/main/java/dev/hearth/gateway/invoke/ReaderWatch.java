package dev.hearth.gateway.invoke;

import io.netty.channel.Channel;
import io.netty.channel.ChannelOutboundBuffer;

/**
 * How fast a caller takes what it is sent, while there is something that it must take: time in which its function is slow does
 * not count. Confined to the connection's loop.
 */
final class ReaderWatch {
    private final Channel channel;
    private long sent;
    private boolean watching;
    private long sinceNanos;
    private long takenBefore;
    private long watchedNanos;
    private long takenWatched;

    ReaderWatch(Channel channel) {
        this.channel = channel;
    }

    /** Something was written for it. */
    void sent(long bytes) {
        sent += bytes;
    }

    /** It must read from now on. */
    void begin() {
        if (!watching) {
            watching = true;
            sinceNanos = System.nanoTime();
            takenBefore = taken();
        }
    }

    /** It has read what there was. */
    void pause() {
        if (watching) {
            count();
            watching = false;
        }
    }

    /** How long it has had to read in this window, in ns. */
    long watchedNanos() {
        if (watching) {
            count();
        }
        return watchedNanos;
    }

    /** How much it has read in that time; the next window begins. */
    long endWindow() {
        if (watching) {
            count();
        }
        long took = takenWatched;
        watchedNanos = 0;
        takenWatched = 0;
        return took;
    }

    private void count() {
        long now = System.nanoTime();
        long taken = taken();
        watchedNanos += now - sinceNanos;
        takenWatched += taken - takenBefore;
        sinceNanos = now;
        takenBefore = taken;
    }

    /** Whether there is something that it has not read. */
    boolean hasUnread() {
        return unread() > 0;
    }

    private long taken() {
        return sent - unread();
    }

    private long unread() {
        ChannelOutboundBuffer buffer = channel.unsafe().outboundBuffer();
        return buffer == null ? 0 : buffer.totalPendingWriteBytes() - buffer.currentProgress();
    }
}
