package dev.hearth.gateway.concurrency;

/** Whether an invocation may run. */
public sealed interface Admission {
    /** It may: close the permit when the invocation has ended. */
    record Admitted(Permit permit) implements Admission {}

    /** What the function has reserved is used up, or promised to versions with provisioned concurrency. */
    record ReservedUsedUp() implements Admission {}

    /** The account's concurrency, or what of it is unreserved, is used up; or the installation's. */
    record AccountUsedUp() implements Admission {}
}
