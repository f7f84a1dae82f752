package dev.hearth.operator.gateway;

/** What the gateway says of a function's code. */
public sealed interface CodeAnswer {
    /** It has it, under this SHA-256 (lower-case hex). */
    record Pinned(String sha256) implements CodeAnswer {}

    /** It is reading it. */
    record Reading() implements CodeAnswer {}

    /** It cannot have it; reason and message are for the function's owner. */
    record Refused(String reason, String message) implements CodeAnswer {}
}
