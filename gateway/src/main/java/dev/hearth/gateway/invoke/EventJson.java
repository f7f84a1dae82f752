package dev.hearth.gateway.invoke;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParseException;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.util.Base64;
import java.util.Optional;

/**
 * Checks that payloads and client contexts are JSON, as Lambda does before it runs anything.
 *
 * <p>Uses Jackson's streaming parser because its messages are what Lambda answers. Nothing is built from the tokens.
 */
final class EventJson {
    private static final int MAX_CLIENT_CONTEXT = 3_583;

    private final JsonFactory json = JsonFactory.builder()
            .disable(JsonFactory.Feature.CHARSET_DETECTION)
            .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
            .build();

    /** What is wrong with a payload; empty: it is one JSON value. */
    Optional<InvokeError> check(byte[] payload) {
        return problem(payload).map(InvokeError.BadPayload::new);
    }

    /** What is wrong with a client context; empty: it is the base64 of a JSON object. */
    Optional<InvokeError> checkClientContext(String base64) {
        if (base64.length() > MAX_CLIENT_CONTEXT) {
            return badContext("Client context is " + base64.length() + " bytes long, the limit is " + MAX_CLIENT_CONTEXT
                    + " bytes.");
        }
        return isObject(base64)
                ? Optional.empty()
                : badContext("Client context must be a valid Base64-encoded JSON object.");
    }

    private Optional<String> problem(byte[] text) {
        try (JsonParser parser = json.createParser(text)) {
            if (parser.nextToken() == null) {
                return Optional.of(message(parser, "No content to map due to end-of-input"));
            }
            parser.skipChildren();
            JsonToken trailing = parser.nextToken();
            return trailing == null
                    ? Optional.empty()
                    : Optional.of(message(parser, "Trailing token (of type " + trailing + ") found after value"));
        } catch (IOException | IllegalStateException e) {
            return Optional.of(String.valueOf(e.getMessage()));
        }
    }

    private boolean isObject(String base64) {
        try {
            byte[] context = Base64.getDecoder().decode(base64);
            return problem(context).isEmpty() && startsWithBrace(context);
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    private static boolean startsWithBrace(byte[] json) {
        int at = 0;
        while (json[at] <= ' ') {
            at++;
        }
        return json[at] == '{';
    }

    private static String message(JsonParser parser, String problem) {
        return String.valueOf(new JsonParseException(parser, problem).getMessage());
    }

    private static Optional<InvokeError> badContext(String message) {
        return Optional.of(new InvokeError.BadClientContext(message));
    }
}
