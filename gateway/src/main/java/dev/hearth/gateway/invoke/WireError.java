package dev.hearth.gateway.invoke;

import com.fasterxml.jackson.core.io.JsonStringEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * An error as Lambda sends it.
 *
 * @param status HTTP status
 * @param type value of {@code x-amzn-ErrorType}
 * @param blames {@code Type} of the body, {@code User} or {@code Server}; empty: the shape has none
 * @param messageKey {@code message} or {@code Message}, as Lambda's model has it for the type
 * @param reason {@code Reason} of a throttle
 * @param retryAfterSeconds {@code Retry-After}; 0: no such header
 */
record WireError(
        int status,
        String type,
        Optional<String> blames,
        String messageKey,
        String message,
        Optional<String> reason,
        long retryAfterSeconds) {

    /** The shape's fault is the caller's, its key is {@code message}. */
    static WireError lower(int status, String type, String message) {
        return new WireError(status, type, Optional.of("User"), "message", message, Optional.empty(), 0);
    }

    /** The shape's fault is the caller's, its key is {@code Message}. */
    static WireError upper(int status, String type, String message) {
        return new WireError(status, type, Optional.of("User"), "Message", message, Optional.empty(), 0);
    }

    /** The shape has no {@code Type}. */
    static WireError untyped(int status, String type, String messageKey, String message) {
        return new WireError(status, type, Optional.empty(), messageKey, message, Optional.empty(), 0);
    }

    /** The JSON body. */
    byte[] body() {
        StringBuilder json = new StringBuilder(message.length() + 96).append('{');
        blames.ifPresent(who -> json.append("\"Type\":\"").append(who).append("\","));
        json.append('"').append(messageKey).append("\":\"");
        JsonStringEncoder.getInstance().quoteAsString(message, json);
        json.append('"');
        reason.ifPresent(why -> json.append(",\"Reason\":\"").append(why).append('"'));
        return json.append('}').toString().getBytes(StandardCharsets.UTF_8);
    }
}
