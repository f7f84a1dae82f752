package dev.hearth.gateway.destinations;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.hearth.gateway.queue.Outcome;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** Attribute {@code ErrorMessage} of a dead letter: the message of the function's error, in what SQS takes, at most 1 KB. */
final class ErrorMessage {
    private static final int MAX_BYTES = 1_024;
    /** Of UTF-8 alone, as in the record. */
    private static final JsonFactory JSON =
            JsonFactory.builder().disable(JsonFactory.Feature.CHARSET_DETECTION).build();

    private ErrorMessage() {}

    /** Without an answer of the function it is why the event was given up. */
    static String of(Outcome outcome) {
        return outcome.response()
                .map(Outcome.Response::payload)
                .map(ErrorMessage::message)
                .map(ErrorMessage::fitting)
                .filter(text -> !text.isEmpty())
                .orElse(outcome.condition().name());
    }

    /** Of an error document; what is none is a message itself, as a handler of streams may answer. */
    private static String message(byte[] payload) {
        return errorMessage(payload).orElseGet(() -> {
            int length = Math.min(payload.length, 4 * MAX_BYTES);
            return new String(payload, 0, length, StandardCharsets.UTF_8);
        });
    }

    private static Optional<String> errorMessage(byte[] document) {
        try (JsonParser json = JSON.createParser(document)) {
            if (json.nextToken() != JsonToken.START_OBJECT) {
                return Optional.empty();
            }
            while (json.nextToken() == JsonToken.FIELD_NAME) {
                boolean isMessage = json.currentName().equals("errorMessage");
                if (json.nextToken() == JsonToken.VALUE_STRING && isMessage) {
                    return Optional.of(json.getText());
                }
                json.skipChildren();
            }
        } catch (IOException e) {
            return Optional.empty();
        }
        return Optional.empty();
    }

    /** Whole characters of those that a message of SQS may have. */
    private static String fitting(String text) {
        StringBuilder fitting = new StringBuilder();
        int bytes = 0;
        for (int at = 0; at < text.length(); ) {
            int character = text.codePointAt(at);
            at += Character.charCount(character);
            if (isTaken(character)) {
                bytes += length(character);
                if (bytes > MAX_BYTES) {
                    break;
                }
                fitting.appendCodePoint(character);
            }
        }
        return fitting.toString();
    }

    private static boolean isTaken(int character) {
        return character == '\t'
                || character == '\n'
                || character == '\r'
                || (character >= 0x20 && character <= 0xD7FF)
                || (character >= 0xE000 && character <= 0xFFFD)
                || character >= 0x10000;
    }

    /** In UTF-8. */
    private static int length(int character) {
        if (character < 0x80) {
            return 1;
        }
        if (character < 0x800) {
            return 2;
        }
        return character < 0x10000 ? 3 : 4;
    }
}
