package dev.hearth.runtime.handler;

import java.util.Optional;

/**
 * A function whose handler cannot be loaded or called as configured; Lambda's {@code Runtime.BadFunctionCode}.
 *
 * <p>It is answered with message and type but no stack trace. A fatal one ends the process. Thrown by
 * {@link HandlerLoader#load} it is a failed init; some faults Lambda reports at the first invocation only, and those
 * are thrown by the handler.
 */
final class HandlerFault extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final String message;
    private final transient Optional<String> type;
    private final String trace;
    private final boolean fatal;

    private HandlerFault(String message, Optional<String> type, String trace, boolean fatal) {
        super(message);
        this.message = message;
        this.type = type;
        this.trace = trace;
        this.fatal = fatal;
    }

    /** A fault of the handler's declaration that no exception stands behind. */
    static HandlerFault of(String message) {
        return new HandlerFault(message, Optional.empty(), "", false);
    }

    /** A fault found while the handler was prepared, reported by each invocation. */
    static HandlerFault of(Throwable cause) {
        return of(cause, StackTraces.message(cause), false);
    }

    /** A fault of the user's constructor: the init has failed. */
    static HandlerFault inConstructor(Throwable thrown) {
        return of(thrown, StackTraces.message(thrown), true);
    }

    /** @param hint words for the log; the answer is Lambda's */
    static HandlerFault classNotFound(ClassNotFoundException cause, String className, Optional<String> hint) {
        return new HandlerFault(
                "Class not found: " + className,
                Optional.of(cause.getClass().getName()),
                StackTraces.print(cause)
                        + hint.map(words -> "Hint: " + words + "\n").orElse(""),
                false);
    }

    /** A class that was found but cannot be linked or initialised. */
    static HandlerFault loading(Throwable cause, String className) {
        String detail = cause.getMessage() == null ? "" : ": " + cause.getMessage();
        return of(cause, "Error loading class " + className + detail, true);
    }

    static HandlerFault loadingMethod(NoClassDefFoundError cause, Class<?> type, String method) {
        return of(cause, "Error loading method " + method + " on class " + type.getName(), false);
    }

    /** A fault that Lambda names after a class of its own client, which functions' callers may look for. */
    static HandlerFault named(String type, String message) {
        return new HandlerFault(message, Optional.of(type), type + ": " + message + "\n", false);
    }

    private static HandlerFault of(Throwable cause, String message, boolean fatal) {
        return new HandlerFault(message, Optional.of(cause.getClass().getName()), StackTraces.print(cause), fatal);
    }

    String text() {
        return message;
    }

    Optional<String> type() {
        return type;
    }

    boolean fatal() {
        return fatal;
    }

    String logText() {
        return type.isPresent() ? message + ": " + type.get() + "\n" + trace + "\n" : message + "\n";
    }

    /** The trace that matters is the cause's, kept as text. */
    @Override
    public synchronized Throwable fillInStackTrace() {
        return this;
    }
}
