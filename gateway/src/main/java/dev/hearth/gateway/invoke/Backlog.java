package dev.hearth.gateway.invoke;

import dev.hearth.gateway.memory.Holding;
import dev.hearth.gateway.memory.Share;
import io.netty.channel.ChannelConfig;
import io.netty.util.ReferenceCountUtil;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/** What a caller has sent behind the request that runs: of one read, since its connection is not read on while there is some. */
final class Backlog {
    /** Memory of a part of a request that came in a few bytes. */
    private static final int PART_BYTES = 512;

    private final ChannelConfig config;
    private final Holding holding;
    private final Queue<Object> messages = new ArrayDeque<>(0);
    private boolean served;

    /** @param holding memory of what waits */
    Backlog(ChannelConfig config, Holding holding) {
        this.config = config;
        this.holding = holding;
    }

    /** Whether what waits is being served now: whatever comes meanwhile waits too. */
    boolean isServed() {
        return served;
    }

    /** Serves what waits, one after the other, as long as nothing runs. */
    void serve(BooleanSupplier nothingRuns, Consumer<Object> serve) {
        if (served || messages.isEmpty()) {
            return;
        }
        served = true;
        try {
            while (nothingRuns.getAsBoolean() && !messages.isEmpty()) {
                holding.shrink(PART_BYTES);
                serve.accept(messages.remove());
            }
        } finally {
            served = false;
        }
    }

    /** Nothing more is read, whether something waits or not. */
    void stopReading() {
        config.setAutoRead(false);
    }

    /** The connection is read on if nothing waits. */
    void readOn() {
        if (!served && messages.isEmpty() && !config.isAutoRead()) {
            config.setAutoRead(true);
        }
    }

    /** False: there is no memory for what is sent ahead. */
    boolean add(Object message) {
        stopReading();
        if (!holding.grow(PART_BYTES).isGranted()) {
            ReferenceCountUtil.release(message);
            return false;
        }
        return messages.add(message);
    }

    /** Lets this account be the holder of what waits. */
    void belongsTo(Share account) {
        holding.moveTo(account);
    }

    boolean isEmpty() {
        return messages.isEmpty();
    }

    void release() {
        messages.forEach(ReferenceCountUtil::release);
        messages.clear();
        holding.close();
    }
}
