package dev.hearth.gateway.invoke.sigv4;

/** A signature does not prove what it claims; the message is AWS's. */
public final class SignatureProblem extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final boolean incomplete;

    private SignatureProblem(boolean incomplete, String message) {
        super(message);
        this.incomplete = incomplete;
    }

    static SignatureProblem incomplete(String message) {
        return new SignatureProblem(true, message);
    }

    static SignatureProblem invalid(String message) {
        return new SignatureProblem(false, message);
    }

    /** Whether it is not a signature as it must be, rather than a wrong one. */
    public boolean isIncomplete() {
        return incomplete;
    }
}
