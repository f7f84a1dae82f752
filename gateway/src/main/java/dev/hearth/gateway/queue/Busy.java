package dev.hearth.gateway.queue;

import java.io.IOException;

/** Nothing is wrong, but there is no room to do it now: it is to be asked for again. */
public final class Busy extends IOException {
    private static final long serialVersionUID = 1;

    public Busy(String message) {
        super(message);
    }
}
