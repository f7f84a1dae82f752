package dev.hearth.runtime.connection;

/** The gateway does not know this environment or does not speak its protocol; the message is the gateway's. */
public final class AttachRefused extends RuntimeException {
    private static final long serialVersionUID = 1L;

    AttachRefused(String message) {
        super(message);
    }
}
