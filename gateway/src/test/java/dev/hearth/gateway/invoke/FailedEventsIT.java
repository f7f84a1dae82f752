package dev.hearth.gateway.invoke;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.hearth.gateway.catalog.FunctionKey;
import dev.hearth.gateway.queue.AcceptedEvent;
import dev.hearth.gateway.queue.EventQueueContract;
import dev.hearth.gateway.queue.FailedEvent;
import dev.hearth.gateway.queue.FailedEvents;
import dev.hearth.gateway.queue.Outcome;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Over HTTP, with failed events that were never accepted. */
class FailedEventsIT {
    private static final String PATH = "/hearth/v1/functions/hello/failed-events";
    private final List<String> redriven = new ArrayList<>();
    private final TestServer server = new TestServer(
            new Events(_ -> CompletableFuture.failedStage(new IllegalStateException("none is sent")), new Five()));

    @AfterEach
    void close() {
        server.close();
    }

    /** Five of every function. */
    private final class Five implements FailedEvents {
        @Override
        public List<FailedEvent> list(FunctionKey function, Optional<String> after, int most) {
            return IntStream.range(0, 5)
                    .mapToObj(EventQueueContract::event)
                    .dropWhile(event -> after.isPresent() && event.requestId().compareTo(after.get()) <= 0)
                    .limit(most)
                    .map(Five::failed)
                    .toList();
        }

        private static FailedEvent failed(AcceptedEvent event) {
            byte[] response = "{\"errorMessage\":\"no\"}".getBytes(StandardCharsets.UTF_8);
            return new FailedEvent(
                    event,
                    new Outcome(
                            Outcome.Condition.RetriesExhausted,
                            3,
                            Instant.parse("2026-11-29T12:00:00Z"),
                            Optional.of(new Outcome.Response("7", Optional.of("Unhandled"), response))),
                    Optional.of("it answered 503"));
        }

        @Override
        public int count(FunctionKey function) {
            return 5;
        }

        @Override
        public CompletionStage<Integer> redrive(FunctionKey function, Collection<String> requestIds) {
            redriven.add(function.functionName() + " " + requestIds);
            return CompletableFuture.completedStage(requestIds.isEmpty() ? 5 : requestIds.size());
        }
    }

    private JsonNode page(String query) throws Exception {
        var response = server.get(PATH + query);
        assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
        return new ObjectMapper().readTree(response.body());
    }

    @Test
    void areListedInPages() throws Exception {
        JsonNode first = page("?MaxItems=3");
        JsonNode second = page("?MaxItems=3&Marker=" + first.path("NextMarker").asText());

        assertThat(first.path("FailedEvents")).hasSize(3);
        assertThat(second.path("FailedEvents")).hasSize(2);
        JsonNode third = page("?MaxItems=3&Marker=" + second.path("NextMarker").asText());
        assertThat(third.path("FailedEvents")).isEmpty();
        assertThat(third.has("NextMarker")).isFalse();
        JsonNode event = first.at("/FailedEvents/1");
        assertThat(event.path("RequestId").asText()).isEqualTo("00000000-0000-4000-8000-000000000001");
        assertThat(event.path("FunctionArn").asText()).endsWith(":function:f1:live");
        assertThat(event.path("Condition").asText()).isEqualTo("RetriesExhausted");
        assertThat(event.path("ApproximateInvokeCount").asInt()).isEqualTo(3);
        assertThat(event.path("ExecutedVersion").asText()).isEqualTo("7");
        assertThat(event.path("Response").asText()).contains("no");
        assertThat(event.path("DeliveryError").asText()).isEqualTo("it answered 503");
    }

    @Test
    void getAnotherChance() throws Exception {
        assertThat(server.post(PATH + "/redrive", "{\"RequestIds\":[\"a\",\"b\"]}")
                        .body())
                .contains("\"Redriven\":2");
        assertThat(server.post(PATH + "/redrive", "").body()).contains("\"Redriven\":5");

        assertThat(redriven).containsExactly("hello [a, b]", "hello []");
    }

    @Test
    void aWrongRequestIsRefusedWithWhatIsRight() throws Exception {
        assertThat(server.get(PATH + "?MaxItems=0").statusCode()).isEqualTo(400);
        assertThat(server.get(PATH + "?MaxItems=x").body()).contains("from 1 to 1000");
        for (String body : List.of("[]", "{\"RequestIds\":[]}", "{\"Ids\":[\"a\"]}", "{\"RequestIds\":\"a\"}")) {
            assertThat(server.post(PATH + "/redrive", body).statusCode())
                    .as(body)
                    .isEqualTo(400);
        }
        assertThat(server.post(PATH + "/redrive", "{").statusCode()).isEqualTo(400);
        assertThat(redriven).isEmpty();
    }
}
