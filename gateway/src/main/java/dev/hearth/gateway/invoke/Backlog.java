package dev.hearth.gateway.invoke;

import io.netty.channel.ChannelConfig;
import io.netty.util.ReferenceCountUtil;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/** What a caller has sent behind the request that runs. Beyond a little of it its connection is not read. */
final class Backlog {
    private static final int MAX_MESSAGES = 64;

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

    /** Serves what waits, one after the other, as long as nothing runs; then the connection is read on. */
    void serve(BooleanSupplier nothingRuns, Consumer<Object> serve) {
        if (served || messages.isEmpty()) {
            return;
        }
        served = true;
        while (nothingRuns.getAsBoolean() && !messages.isEmpty()) {
            serve.accept(messages.remove());
        }
        served = false;
        if (messages.isEmpty() && !config.isAutoRead()) {
            config.setAutoRead(true);
        }
    }

    void add(Object message) {
        messages.add(message);
        if (messages.size() >= MAX_MESSAGES) {
            config.setAutoRead(false);
        }
    }

    boolean isEmpty() {
        return messages.isEmpty();
    }

    void release() {
        messages.forEach(ReferenceCountUtil::release);
        messages.clear();
    }
}
