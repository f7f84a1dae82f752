package dev.hearth.crds;

import java.time.Duration;

/** A length of time as manifests write it: a number with s, m or h. */
public final class Span {
    private Span() {}

    /** @param text as the schema wants it */
    public static Duration of(String text) {
        long amount = Long.parseLong(text.substring(0, text.length() - 1));
        return switch (text.charAt(text.length() - 1)) {
            case 's' -> Duration.ofSeconds(amount);
            case 'm' -> Duration.ofMinutes(amount);
            default -> Duration.ofHours(amount);
        };
    }
}
