package dev.hearth.gateway.invoke;

/** Why somebody may not do something, in words for the caller. */
public record Refusal(Kind kind, String message) {
    /** AWS's kinds, which clients tell apart. */
    public enum Kind {
        /** {@code AccessDeniedException}: known, and not allowed. */
        ACCESS_DENIED,
        /** {@code MissingAuthenticationTokenException}. */
        MISSING_TOKEN,
        /** {@code UnrecognizedClientException}: a key or token that nobody knows. */
        UNRECOGNIZED_CLIENT,
        /** {@code InvalidSignatureException}: a wrong or old signature. */
        INVALID_SIGNATURE,
        /** {@code IncompleteSignatureException}: not a signature as it must be. */
        INCOMPLETE_SIGNATURE,
        /** It cannot be found out at this moment: Hearth's own fault. */
        UNAVAILABLE
    }
}
