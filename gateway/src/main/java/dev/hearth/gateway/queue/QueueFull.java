package dev.hearth.gateway.queue;

import java.io.IOException;

/** There is no room for another event: it was not accepted. */
public final class QueueFull extends IOException {
    private static final long serialVersionUID = 1;

    public QueueFull(String message) {
        super(message);
    }
}
