package dev.hearth.gateway.up;

/** {@code up} cannot go on; the message tells its user why and what to do. */
final class UpFailure extends RuntimeException {
    private static final long serialVersionUID = 1L;

    UpFailure(String message) {
        super(message);
    }

    String text() {
        return String.valueOf(getMessage());
    }
}
