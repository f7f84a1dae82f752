package dev.hearth.gateway.concurrency;

import java.util.concurrent.atomic.AtomicBoolean;

/** The right to run one invocation; given back exactly once, however often it is closed. */
public final class Permit implements AutoCloseable {
    private final Limit[] taken;
    private final AtomicBoolean closed = new AtomicBoolean();

    /** @param taken every limit that this counts against */
    Permit(Limit... taken) {
        this.taken = taken;
    }

    @Override
    public void close() {
        if (closed.compareAndSet(false, true)) {
            for (Limit limit : taken) {
                limit.giveBack();
            }
        }
    }
}
