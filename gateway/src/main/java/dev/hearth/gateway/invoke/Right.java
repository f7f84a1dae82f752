package dev.hearth.gateway.invoke;

/** What somebody may do to a function. */
public enum Right {
    INVOKE("lambda:InvokeFunction"),
    /** Sees what other callers sent and what came of it. */
    READ_FAILED_EVENTS("hearth:GetFailedEvents"),
    /** Has what other callers sent run again. */
    REDRIVE_FAILED_EVENTS("hearth:RedriveFailedEvents");

    private final String action;

    Right(String action) {
        this.action = action;
    }

    /** As messages name it. */
    public String action() {
        return action;
    }
}
