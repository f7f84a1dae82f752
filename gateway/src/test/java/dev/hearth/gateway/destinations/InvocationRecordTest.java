package dev.hearth.gateway.destinations;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hearth.gateway.catalog.FunctionId;
import dev.hearth.gateway.queue.AcceptedEvent;
import dev.hearth.gateway.queue.Outcome;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Against records as Lambda sends them. */
class InvocationRecordTest {
    private static final Instant ENDED = Instant.parse("2026-11-29T12:00:00.500Z");

    private static AcceptedEvent event(Optional<String> qualifier, String payload) {
        return new AcceptedEvent(
                "e4b46cbf-b738-xmpl-8880-a18cdf61200e",
                new FunctionId("us-east-2", "123456789012", "shop", "my-function"),
                qualifier,
                "Root=1",
                Instant.EPOCH,
                payload.getBytes(StandardCharsets.UTF_8));
    }

    private static Optional<Outcome.Response> response(Optional<String> error, String payload) {
        return Optional.of(new Outcome.Response("$LATEST", error, payload.getBytes(StandardCharsets.UTF_8)));
    }

    private static String record(AcceptedEvent event, Outcome outcome) {
        return new String(InvocationRecord.of(event, outcome), StandardCharsets.UTF_8);
    }

    @Test
    void tellsOfAFailureWithWhatTheFunctionSaid() {
        Outcome outcome = new Outcome(
                Outcome.Condition.RetriesExhausted,
                3,
                ENDED,
                response(Optional.of("Unhandled"), "{\"errorMessage\":\"RequestId: e4b46cbf Process exited\"}"));

        assertThat(record(event(Optional.empty(), "{\"ORDER_IDS\": [\"9e07af03\"]}"), outcome))
                .isEqualTo("{\"version\":\"1.0\",\"timestamp\":\"2026-11-29T12:00:00.500Z\",\"requestContext\":"
                        + "{\"requestId\":\"e4b46cbf-b738-xmpl-8880-a18cdf61200e\","
                        + "\"functionArn\":\"arn:aws:lambda:us-east-2:123456789012:function:my-function:$LATEST\","
                        + "\"condition\":\"RetriesExhausted\",\"approximateInvokeCount\":3},"
                        + "\"requestPayload\":{\"ORDER_IDS\": [\"9e07af03\"]},"
                        + "\"responseContext\":{\"statusCode\":200,\"executedVersion\":\"$LATEST\","
                        + "\"functionError\":\"Unhandled\"},"
                        + "\"responsePayload\":{\"errorMessage\":\"RequestId: e4b46cbf Process exited\"}}");
    }

    @Test
    void tellsOfASuccessOfAnAlias() {
        Outcome outcome = new Outcome(Outcome.Condition.Success, 1, ENDED, response(Optional.empty(), "1.10"));

        assertThat(record(event(Optional.of("live"), "1e400"), outcome))
                .contains(":function:my-function:live\"", "\"condition\":\"Success\"")
                .contains("\"requestPayload\":1e400", "\"responsePayload\":1.10}")
                .doesNotContain("functionError");
    }

    @Test
    void ofWhatWasNotRunThereIsNoResponse() {
        Outcome outcome = new Outcome(Outcome.Condition.ZeroReservedConcurrency, 0, ENDED, Optional.empty());

        assertThat(record(event(Optional.empty(), "{}"), outcome))
                .contains("\"approximateInvokeCount\":0")
                .endsWith("\"requestPayload\":{}}");
    }

    @Test
    void whatIsJsonInAnotherEncodingIsAText() {
        byte[] utf16 = "{\"a\":1}".getBytes(StandardCharsets.UTF_16BE);
        Outcome wide = new Outcome(
                Outcome.Condition.Success,
                1,
                ENDED,
                Optional.of(new Outcome.Response("$LATEST", Optional.empty(), utf16)));
        Outcome marked = new Outcome(Outcome.Condition.Success, 1, ENDED, response(Optional.empty(), "\ufeff{}"));

        assertThat(record(event(Optional.empty(), "{}"), wide))
                .endsWith(
                        "\"responsePayload\":\"\\u0000{\\u0000\\\"\\u0000a" + "\\u0000\\\"\\u0000:\\u00001\\u0000}\"}");
        assertThat(record(event(Optional.empty(), "{}"), marked)).endsWith("\"responsePayload\":\"\ufeff{}\"}");
    }

    @Test
    void whatIsNoJsonIsAText() {
        Outcome text = new Outcome(Outcome.Condition.Success, 1, ENDED, response(Optional.empty(), "a \"b\" é"));
        Outcome two = new Outcome(Outcome.Condition.Success, 1, ENDED, response(Optional.empty(), "{} {}"));
        Outcome nothing = new Outcome(Outcome.Condition.Success, 1, ENDED, response(Optional.empty(), ""));

        assertThat(record(event(Optional.empty(), "{}"), text)).endsWith("\"responsePayload\":\"a \\\"b\\\" é\"}");
        assertThat(record(event(Optional.empty(), "{}"), two)).endsWith("\"responsePayload\":\"{} {}\"}");
        assertThat(record(event(Optional.empty(), "{}"), nothing)).endsWith("\"responsePayload\":null}");
    }
}
