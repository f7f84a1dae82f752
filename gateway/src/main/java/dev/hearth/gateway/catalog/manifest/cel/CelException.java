package dev.hearth.gateway.catalog.manifest.cel;

/** An expression cannot be parsed, or has no value for this input; CEL calls the latter an error value. */
public final class CelException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    CelException(String message) {
        super(message);
    }
}
