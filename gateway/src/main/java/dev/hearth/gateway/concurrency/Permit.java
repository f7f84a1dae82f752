package dev.hearth.gateway.concurrency;

import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;

/** The right to run one invocation; given back exactly once, however often it is closed. */
public final class Permit implements AutoCloseable {
    private final Limit function;
    private final Optional<Limit> unreserved;
    private final Limit account;
    private final AtomicBoolean closed = new AtomicBoolean();

    Permit(Limit function, Optional<Limit> unreserved, Limit account) {
        this.function = function;
        this.unreserved = unreserved;
        this.account = account;
    }

    @Override
    public void close() {
        if (closed.compareAndSet(false, true)) {
            account.giveBack();
            if (unreserved.isPresent()) {
                unreserved.get().giveBack();
            }
            function.giveBack();
        }
    }
}
