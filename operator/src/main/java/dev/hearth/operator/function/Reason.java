package dev.hearth.operator.function;

/** Why a condition is as it is; part of the API. */
public enum Reason {
    /** The gateway serves what the manifest says. */
    Serving,
    /** What is to serve is there; the gateway takes it up. */
    GatewayTakesOver,
    /** The gateway reads the code. */
    CodeBeingRead,
    /** The code is there, under the SHA-256 that the status names. */
    CodePinned,
    CodeNotFound,
    CodeForbidden,
    CodeDigestMismatch,
    CodeInvalid,
    CodeUnreachable,
    /** The class of the handler is not in the code. */
    HandlerNotFound,
    CodeSourceRefused,
    /** {@code spec.code} names only a file, which is on somebody's machine. */
    CodeNotInCluster,
    /** An older Function of the namespace has the same Lambda name. */
    NameConflict,
    /** Another namespace has the same account id. */
    AccountIdConflict,
    /** {@code role} names a service account that does not exist. */
    ServiceAccountNotFound,
    /** {@code role} names a service account that functions may not run as. */
    ServiceAccountForbidden,
    /** No node has room for an environment, or none fits. */
    Unschedulable,
    /** Pods of environments are there and do not start. */
    EnvironmentsMissing,
    /** The gateway does not answer. */
    GatewayUnavailable;

    /** Reasons of the gateway have the same names here. */
    static Reason ofGateway(String name) {
        for (Reason reason : values()) {
            if (reason.name().equals(name)) {
                return reason;
            }
        }
        return CodeUnreachable;
    }

    /** Whether nothing but somebody's change can mend it. */
    boolean needsChange() {
        return switch (this) {
            case CodeNotFound,
                    CodeForbidden,
                    CodeDigestMismatch,
                    CodeInvalid,
                    HandlerNotFound,
                    CodeSourceRefused,
                    CodeNotInCluster,
                    NameConflict,
                    AccountIdConflict,
                    ServiceAccountNotFound,
                    ServiceAccountForbidden,
                    Unschedulable,
                    EnvironmentsMissing -> true;
            case Serving, GatewayTakesOver, CodeBeingRead, CodePinned, CodeUnreachable, GatewayUnavailable -> false;
        };
    }
}
