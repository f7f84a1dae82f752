package dev.hearth.gateway.destinations;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import dev.hearth.gateway.queue.AcceptedEvent;
import dev.hearth.gateway.queue.Outcome;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;

/**
 * What destinations get, byte for byte as Lambda words it: <a
 * href="https://docs.aws.amazon.com/lambda/latest/dg/invocation-async-retain-records.html">records of asynchronous
 * invocations</a>.
 */
final class InvocationRecord {
    /** Of UTF-8 alone: what is read as another encoding would not be JSON in the record. */
    private static final JsonFactory JSON =
            JsonFactory.builder().disable(JsonFactory.Feature.CHARSET_DETECTION).build();

    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSS'Z'").withZone(ZoneOffset.UTC);
    private static final int OK = 200;

    private InvocationRecord() {}

    static byte[] of(AcceptedEvent event, Outcome outcome) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(event.payload().length + 1_024);
        try (JsonGenerator json = JSON.createGenerator(bytes)) {
            json.writeStartObject();
            json.writeStringField("version", "1.0");
            json.writeStringField("timestamp", time(outcome.endedAt()));
            request(json, event, outcome);
            if (outcome.response().isPresent()) {
                response(json, outcome.response().get());
            }
            json.writeEndObject();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    static String time(Instant instant) {
        return TIME.format(instant);
    }

    /** With a qualifier, which is {@code $LATEST} if the caller named none. */
    static String arn(AcceptedEvent event) {
        return event.function().arn() + ":" + event.qualifier().orElse("$LATEST");
    }

    private static void request(JsonGenerator json, AcceptedEvent event, Outcome outcome) throws IOException {
        json.writeObjectFieldStart("requestContext");
        json.writeStringField("requestId", event.requestId());
        json.writeStringField("functionArn", arn(event));
        json.writeStringField("condition", outcome.condition().name());
        json.writeNumberField("approximateInvokeCount", outcome.attempts());
        json.writeEndObject();
        json.writeFieldName("requestPayload");
        value(json, event.payload());
    }

    private static void response(JsonGenerator json, Outcome.Response response) throws IOException {
        json.writeObjectFieldStart("responseContext");
        json.writeNumberField("statusCode", OK);
        json.writeStringField("executedVersion", response.executedVersion());
        if (response.functionError().isPresent()) {
            json.writeStringField("functionError", response.functionError().get());
        }
        json.writeEndObject();
        json.writeFieldName("responsePayload");
        value(json, response.payload());
    }

    /** As it is; what is no JSON, as a handler of streams may answer, as a text. */
    private static void value(JsonGenerator json, byte[] payload) throws IOException {
        if (payload.length == 0) {
            json.writeNull();
        } else if (isJson(payload)) {
            json.writeRawValue(new String(payload, StandardCharsets.UTF_8));
        } else {
            json.writeString(new String(payload, StandardCharsets.UTF_8));
        }
    }

    /** Whether it is one value and nothing else. */
    private static boolean isJson(byte[] payload) {
        try (JsonParser parser = JSON.createParser(payload)) {
            if (parser.nextToken() == null) {
                return false;
            }
            parser.skipChildren();
            return parser.nextToken() == null;
        } catch (IOException e) {
            return false;
        }
    }
}
