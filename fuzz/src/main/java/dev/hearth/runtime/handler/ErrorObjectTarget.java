package dev.hearth.runtime.handler;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.hearth.fuzz.Finding;
import dev.hearth.fuzz.Parts;
import dev.hearth.fuzz.Target;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/** Error objects of exceptions, whose messages, classes and frames functions choose: JSON that says what the exception said. */
public final class ErrorObjectTarget implements Target {
    private final ObjectMapper json = new ObjectMapper();

    @Override
    public void check(byte[] input) throws IOException {
        Parts parts = new Parts(input);
        String type = parts.text();
        String method = parts.text();
        String message = new String(parts.rest(), StandardCharsets.UTF_16LE);
        StackTraceElement frame = new StackTraceElement(type, method, null, -1);
        ErrorObject error = new ErrorObject();
        error.add("errorMessage", message);
        error.add("errorType", type);
        error.add("stackTrace", new StackTraceElement[] {frame, frame});
        JsonNode read = json.readTree(error.toBytes());
        Finding.unlessEqual(read.size(), 3, "number of names");
        Finding.unlessEqual(read.path("errorMessage").asText(), inUtf8(message), "a message changes");
        Finding.unlessEqual(read.path("errorType").asText(), inUtf8(type), "a type changes");
        Finding.unlessEqual(read.path("stackTrace").path(1).asText(), inUtf8(frame.toString()), "a frame changes");
    }

    /** What is no character is a question mark. */
    private static String inUtf8(String text) {
        return new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8);
    }
}
