package dev.hearth.code;

/** A code package that cannot be used, and why; the message is for the package's owner. */
public final class CodeProblem extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final Reason reason;

    CodeProblem(Reason reason, String message) {
        super(message);
        this.reason = reason;
    }

    CodeProblem(Reason reason, String message, Throwable cause) {
        super(message, cause);
        this.reason = reason;
    }

    /** What is wrong, for programs. */
    public Reason reason() {
        return reason;
    }

    /** Kinds of problems, told apart because their fixes differ. */
    public enum Reason {
        /** There is no such file: build it, or correct the path. */
        MISSING,
        /** Not a zip, or not all of one; perhaps it is being written at this moment. */
        NOT_A_COMPLETE_ZIP,
        /** Over Lambda's limits. */
        TOO_LARGE,
        /** An entry that would land outside its folder, or that means two things at once. */
        UNSAFE,
        /** The disk or its permissions are in the way. */
        UNREADABLE
    }
}
