package dev.hearth.gateway.concurrency;

import java.util.concurrent.atomic.AtomicBoolean;

/** The right to run one invocation; given back exactly once, however often it is closed. */
public final class Permit implements AutoCloseable {
    private final Limit share;
    private final Limit account;
    private final AtomicBoolean closed = new AtomicBoolean();

    Permit(Limit share, Limit account) {
        this.share = share;
        this.account = account;
    }

    @Override
    public void close() {
        if (closed.compareAndSet(false, true)) {
            account.giveBack();
            share.giveBack();
        }
    }
}
