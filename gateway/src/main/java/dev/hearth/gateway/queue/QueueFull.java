package dev.hearth.gateway.queue;

import java.io.IOException;

/** There is no room for another event: it was not accepted. */
public final class QueueFull extends IOException {
    private static final long serialVersionUID = 1;

    private final boolean ofAccount;

    public QueueFull(String message) {
        this(message, false);
    }

    /** @param ofAccount whether only the event's account has no room, which is its own doing */
    public QueueFull(String message, boolean ofAccount) {
        super(message);
        this.ofAccount = ofAccount;
    }

    public boolean isOfAccount() {
        return ofAccount;
    }
}
