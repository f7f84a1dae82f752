package dev.hearth.gateway.destinations;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.hearth.fuzz.Finding;
import dev.hearth.fuzz.Parts;
import dev.hearth.fuzz.Target;
import dev.hearth.gateway.catalog.FunctionId;
import dev.hearth.gateway.queue.AcceptedEvent;
import dev.hearth.gateway.queue.Outcome;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;

/**
 * Records for destinations, of answers that functions write as they please: always one JSON document in UTF-8, with the answer as one value
 * in it that can be nothing else, and an error message that SQS takes.
 */
public final class RecordTarget implements Target {
    private static final Set<String> NAMES =
            Set.of("version", "timestamp", "requestContext", "requestPayload", "responseContext", "responsePayload");
    private static final int MAX_MESSAGE = 1_024;

    /** Reads text, so that nothing can be taken for another encoding. */
    private final JsonMapper json = JsonMapper.builder(JsonFactory.builder()
                    .streamReadConstraints(StreamReadConstraints.builder()
                            .maxNestingDepth(2_000)
                            .build())
                    .build())
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    @Override
    public void check(byte[] input) throws IOException {
        Parts parts = new Parts(input);
        Optional<String> error = parts.number() % 2 == 0 ? Optional.empty() : Optional.of("Unhandled");
        byte[] response = parts.rest();
        Outcome outcome = new Outcome(
                Outcome.Condition.Success,
                1,
                Instant.EPOCH,
                Optional.of(new Outcome.Response("$LATEST", error, response)));
        record(new String(InvocationRecord.of(event(), outcome), StandardCharsets.UTF_8), response);
        message(ErrorMessage.of(outcome));
    }

    private static AcceptedEvent event() {
        return new AcceptedEvent(
                "r",
                new FunctionId("us-east-1", "123456789012", "n", "f"),
                Optional.empty(),
                "",
                Instant.EPOCH,
                new byte[] {'1'});
    }

    private void record(String text, byte[] response) throws IOException {
        JsonNode record = json.readTree(text);
        record.fieldNames()
                .forEachRemaining(name -> Finding.unless(NAMES.contains(name), "a record has another name: " + name));
        Finding.unlessEqual(record.path("requestPayload").asInt(), 1, "the event in the record");
        Finding.unlessEqual(
                record.path("responseContext").path("executedVersion").asText(), "$LATEST", "version in the record");
        JsonNode answer = record.path("responsePayload");
        String sent = new String(response, StandardCharsets.UTF_8);
        Finding.unless(
                response.length == 0 ? answer.isNull() : isText(answer, sent) || answer.equals(tree(sent)),
                "the answer in a record is another: " + answer + " instead of " + sent);
    }

    private static boolean isText(JsonNode answer, String sent) {
        return answer.isTextual() && answer.asText().equals(sent);
    }

    private JsonNode tree(String sent) throws IOException {
        return json.readTree(sent);
    }

    private static void message(String message) {
        Finding.unless(!message.isEmpty(), "an empty message");
        Finding.unless(message.getBytes(StandardCharsets.UTF_8).length <= MAX_MESSAGE, "a message that is too long");
        Finding.unless(
                message.codePoints().allMatch(RecordTarget::isOfXml), "a message that SQS does not take: " + message);
    }

    /** Characters of XML 1.0, which are those of SQS. */
    private static boolean isOfXml(int c) {
        return c == '\t'
                || c == '\n'
                || c == '\r'
                || (c >= 0x20 && c <= 0xd7ff)
                || (c >= 0xe000 && c <= 0xfffd)
                || (c >= 0x10000 && c <= 0x10ffff);
    }
}
