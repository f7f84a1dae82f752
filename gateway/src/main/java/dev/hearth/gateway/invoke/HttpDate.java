package dev.hearth.gateway.invoke;

import io.netty.util.AsciiString;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;

/** The {@code Date} header, formatted once a second. */
final class HttpDate {
    private final InstantSource clock;
    private volatile Formatted last = new Formatted(Long.MIN_VALUE, AsciiString.EMPTY_STRING);

    HttpDate(InstantSource clock) {
        this.clock = clock;
    }

    AsciiString now() {
        long second = clock.millis() / 1_000;
        Formatted known = last;
        return known.second == second ? known.text : format(second);
    }

    private AsciiString format(long second) {
        String text = DateTimeFormatter.RFC_1123_DATE_TIME.format(
                Instant.ofEpochSecond(second).atOffset(ZoneOffset.UTC));
        last = new Formatted(second, AsciiString.cached(text));
        return last.text;
    }

    private record Formatted(long second, AsciiString text) {}
}
