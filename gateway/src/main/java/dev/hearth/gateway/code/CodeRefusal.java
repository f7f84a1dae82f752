package dev.hearth.gateway.code;

/** A function's code cannot be had, and why; the message is for the function's owner. */
public final class CodeRefusal extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final Reason reason;

    public CodeRefusal(Reason reason, String message) {
        super(message);
        this.reason = reason;
    }

    public CodeRefusal(Reason reason, String message, Throwable cause) {
        super(message, cause);
        this.reason = reason;
    }

    /** What is wrong, for programs. */
    public Reason reason() {
        return reason;
    }

    /** Kinds of refusals; their names are those of the function's condition. */
    public enum Reason {
        /** There is nothing at the place that the manifest names. */
        CodeNotFound,
        /** It is there, and the gateway may not read it. */
        CodeForbidden,
        /** It is another package than the manifest pins. */
        CodeDigestMismatch,
        /** It is no package that can be run. */
        CodeInvalid,
        /** The class of the handler is not in it. */
        HandlerNotFound,
        /** Its server does not answer as it should; it is worth trying again. */
        CodeUnreachable,
        /** The installation or its safety does not allow this place. */
        CodeSourceRefused
    }
}
