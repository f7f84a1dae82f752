package dev.hearth.gateway.concurrency;

/** Whether an invocation may run. */
public sealed interface Admission {
    /** It may: close the permit when the invocation has ended. */
    record Admitted(Permit permit) implements Admission {}

    /** The function's reserved concurrency is used up. */
    record ReservedUsedUp() implements Admission {}

    /** The account's concurrency, or what of it is unreserved, is used up. */
    record AccountUsedUp() implements Admission {}
}
