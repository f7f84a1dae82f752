package dev.hearth.runtime.log;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;

/** The current time as Lambda's JSON logs write it: UTC, always with milliseconds. */
final class Timestamp {
    private static final DateTimeFormatter FORMAT =
            DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSS'Z'").withZone(ZoneOffset.UTC);

    private Timestamp() {}

    static String now() {
        return FORMAT.format(Instant.now());
    }
}
