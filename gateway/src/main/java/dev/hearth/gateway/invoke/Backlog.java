package dev.hearth.gateway.invoke;

import io.netty.channel.ChannelConfig;
import io.netty.util.ReferenceCountUtil;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/** What a caller has sent behind the request that runs: of one read, since its connection is not read on while there is some. */
final class Backlog {
    private final ChannelConfig config;
    private final Queue<Object> messages = new ArrayDeque<>(0);
    private boolean served;

    Backlog(ChannelConfig config) {
        this.config = config;
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
        while (nothingRuns.getAsBoolean() && !messages.isEmpty()) {
            serve.accept(messages.remove());
        }
        served = false;
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

    void add(Object message) {
        messages.add(message);
        stopReading();
    }

    boolean isEmpty() {
        return messages.isEmpty();
    }

    void release() {
        messages.forEach(ReferenceCountUtil::release);
        messages.clear();
    }
}
