package dev.hearth.runtime.log;

import java.time.Instant;
import java.time.temporal.ChronoUnit;

/** Moments as Lambda's log lines show them: UTC, always with milliseconds. */
final class Timestamp {
    private Timestamp() {}

    static String now() {
        return text(Instant.now());
    }

    /** {@code 2026-01-02T03:04:05.000Z}. */
    static String text(Instant moment) {
        String text = moment.truncatedTo(ChronoUnit.MILLIS).toString();
        return text.indexOf('.') < 0 ? text.substring(0, text.length() - 1) + ".000Z" : text;
    }
}
