package dev.hearth.operator.function;

/** Why a condition is as it is; part of the API. */
public enum Reason {
    /** The gateway serves what the manifest says. */
    Serving,
    /** What is to serve is there; the gateway takes it up. */
    GatewayTakesOver,
    /** Many functions are new or changed: they become Deployments one after the other. */
    Queued,
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
    /** A destination is the function itself, or a function of another account. */
    DestinationNotAllowed,
    /** An alias names a function that does not exist. */
    FunctionNotFound,
    /** An alias names a version that does not exist. */
    VersionNotFound,
    /** Another namespace has the same account id. */
    AccountIdConflict,
    /** The namespace's annotation of its concurrency says no number. */
    AccountLimitInvalid,
    /** Too little of the account's concurrency would stay unreserved. */
    UnreservedConcurrencyTooLow,
    /** Less is reserved than is provisioned for versions. */
    ReservedConcurrencyTooLow,
    /** {@code role} names a service account that does not exist. */
    ServiceAccountNotFound,
    /** {@code role} names a service account that functions may not run as. */
    ServiceAccountForbidden,
    /** Somebody else's NetworkPolicy has the name of the function's. */
    NetworkPolicyConflict,
    /** Somebody else's Deployment has the name of the function's. */
    DeploymentConflict,
    /** A quota or a policy of the cluster forbids what the function needs. */
    Forbidden,
    /** No node has room for an environment, or none fits. */
    Unschedulable,
    /** The API server takes no pod of an environment: a quota, a LimitRange or a policy forbids it. */
    EnvironmentsRefused,
    /** Pods of environments are there and do not start. */
    EnvironmentsMissing,
    /** Somebody changes what was made for a function again and again. */
    ChangedByOthers,
    /** The API server did not take a new version, or what belongs to it. */
    VersionNotPublished,
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

    /** Whether it passes by itself, as a rule within seconds. */
    boolean isOnItsWay() {
        return this == GatewayTakesOver || this == Queued || this == CodeBeingRead;
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
                    AccountLimitInvalid,
                    UnreservedConcurrencyTooLow,
                    ReservedConcurrencyTooLow,
                    DestinationNotAllowed,
                    FunctionNotFound,
                    VersionNotFound,
                    ServiceAccountNotFound,
                    ServiceAccountForbidden,
                    NetworkPolicyConflict,
                    DeploymentConflict,
                    Forbidden,
                    Unschedulable,
                    EnvironmentsRefused,
                    EnvironmentsMissing,
                    ChangedByOthers -> true;
            case Serving,
                    GatewayTakesOver,
                    Queued,
                    CodeBeingRead,
                    CodePinned,
                    CodeUnreachable,
                    VersionNotPublished,
                    GatewayUnavailable -> false;
        };
    }
}
