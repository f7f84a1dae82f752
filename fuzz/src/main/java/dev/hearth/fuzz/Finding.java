package dev.hearth.fuzz;

/** A parser's broken promise. */
public final class Finding extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public Finding(String message) {
        super(message);
    }

    public Finding(String message, Throwable cause) {
        super(message, cause);
    }

    /** Throws unless the promise is kept. */
    public static void unless(boolean kept, String promise) {
        if (!kept) {
            throw new Finding(promise);
        }
    }

    /** Throws unless both are equal. */
    public static void unlessEqual(Object actual, Object expected, String promise) {
        if (!actual.equals(expected)) {
            throw new Finding(promise + ": " + actual + " instead of " + expected);
        }
    }
}
