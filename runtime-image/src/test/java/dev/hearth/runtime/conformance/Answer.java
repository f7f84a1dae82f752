package dev.hearth.runtime.conformance;

import java.nio.charset.StandardCharsets;

/**
 * What the platform is told about one event.
 *
 * @param kind {@code response}, {@code error}, {@code init-error}, or {@code none} when the process ended silently
 * @param errorType the error type header, empty for a response
 * @param body as one character per byte, so that it compares and prints exactly
 */
record Answer(String kind, String errorType, String body) {
    static final Answer NONE = new Answer("none", "", "");

    static Answer of(String kind, String errorType, byte[] body) {
        return new Answer(kind, errorType, new String(body, StandardCharsets.ISO_8859_1));
    }

    boolean isFailure() {
        return !kind.equals("response");
    }
}
