package dev.hearth.gateway.invoke;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hearth.gateway.catalog.FunctionKey;
import dev.hearth.gateway.queue.AcceptedEvent;
import dev.hearth.gateway.queue.FailedEvent;
import dev.hearth.gateway.queue.FailedEvents;
import dev.hearth.gateway.queue.Outcome;
import io.netty.handler.codec.http.HttpMethod;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * Hearth's own operations, beside Lambda's, on events that were given up:
 *
 * <pre>
 *   GET  /hearth/v1/functions/{FunctionName}/failed-events?MaxItems=50&amp;Marker=...
 *   POST /hearth/v1/functions/{FunctionName}/failed-events/redrive     {"RequestIds": ["..."]}, or {} for all
 * </pre>
 */
final class FailedEventsApi {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String TYPE = "application/json";
    private static final int PAGE = 50;
    private static final int MOST = 1_000;
    private static final int MOST_TEXT = 1_024;

    private final FailedEvents failed;

    FailedEventsApi(FailedEvents failed) {
        this.failed = failed;
    }

    /** What a request asks for. */
    record Operation(String function, Right right, Performing performing) {
        CompletionStage<TextResponse> perform(FunctionKey key, byte[] body) {
            return performing.perform(key, body);
        }
    }

    /** With the function it names and its body. */
    private interface Performing {
        CompletionStage<TextResponse> perform(FunctionKey function, byte[] body);
    }

    /** Empty: it is none of these. */
    Optional<Operation> operation(HttpMethod method, RequestTarget target) {
        if (method.equals(HttpMethod.GET)) {
            return target.failedEventsOf()
                    .map(function -> new Operation(function, Right.READ_FAILED_EVENTS, (key, _) -> list(key, target)));
        }
        return method.equals(HttpMethod.POST)
                ? target.redriven().map(function -> new Operation(function, Right.REDRIVE_FAILED_EVENTS, this::redrive))
                : Optional.empty();
    }

    // ---- listing ----

    private CompletionStage<TextResponse> list(FunctionKey function, RequestTarget target) {
        Optional<Integer> most =
                target.parameter("MaxItems").map(FailedEventsApi::number).or(() -> Optional.of(PAGE));
        if (most.get() < 1 || most.get() > MOST) {
            return CompletableFuture.completedStage(
                    bad("MaxItems must be a number from 1 to " + MOST + ", e.g. MaxItems=" + PAGE));
        }
        CompletableFuture<TextResponse> answer = new CompletableFuture<>();
        Thread.ofVirtual()
                .name("failed-events")
                .start(() -> answer.complete(page(function, target.parameter("Marker"), most.get())));
        return answer;
    }

    private static int number(String text) {
        return text.matches("\\d{1,4}") ? Integer.parseInt(text) : -1;
    }

    private TextResponse page(FunctionKey function, Optional<String> marker, int most) {
        try {
            List<FailedEvent> events = failed.list(function, marker, most);
            ObjectNode page = JSON.createObjectNode();
            ArrayNode list = page.putArray("FailedEvents");
            events.forEach(event -> list.add(described(event)));
            if (!events.isEmpty()) { // whether there are more is known once they are asked for
                page.put("NextMarker", events.getLast().event().requestId());
            }
            return new TextResponse(200, TYPE, page.toPrettyString() + "\n");
        } catch (IOException | RuntimeException e) {
            return failure(e);
        }
    }

    private static ObjectNode described(FailedEvent failed) {
        AcceptedEvent event = failed.event();
        Outcome outcome = failed.outcome();
        ObjectNode node = JSON.createObjectNode()
                .put("RequestId", event.requestId())
                .put(
                        "FunctionArn",
                        event.function().arn()
                                + event.qualifier().map(":"::concat).orElse(""))
                .put("Condition", outcome.condition().name())
                .put("ApproximateInvokeCount", outcome.attempts())
                .put("AcceptedAt", event.acceptedAt().toString())
                .put("EndedAt", outcome.endedAt().toString())
                .put("Payload", text(event.payload()));
        outcome.response()
                .ifPresent(response -> node.put("ExecutedVersion", response.executedVersion())
                        .put("Response", text(response.payload())));
        failed.problem().ifPresent(problem -> node.put("DeliveryError", problem));
        return node;
    }

    /** The begin of it. */
    private static String text(byte[] payload) {
        String text = new String(payload, StandardCharsets.UTF_8);
        return text.length() <= MOST_TEXT ? text : text.substring(0, MOST_TEXT) + "...";
    }

    // ---- another chance ----

    private CompletionStage<TextResponse> redrive(FunctionKey function, byte[] body) {
        Optional<List<String>> ids = requestIds(body);
        if (ids.isEmpty()) {
            return CompletableFuture.completedStage(
                    bad("The body must be {\"RequestIds\": [\"<request id>\", ...]}, or {} for all of the function"));
        }
        CompletableFuture<TextResponse> answer = new CompletableFuture<>();
        Thread.ofVirtual().name("redrive").start(() -> redrive(function, ids.get(), answer));
        return answer;
    }

    private void redrive(FunctionKey function, List<String> ids, CompletableFuture<TextResponse> answer) {
        try {
            failed.redrive(function, ids)
                    .whenComplete((count, failure) -> answer.complete(
                            failure == null
                                    ? new TextResponse(200, TYPE, "{\"Redriven\":" + count + "}\n")
                                    : failure(failure)));
        } catch (RuntimeException e) {
            answer.complete(failure(e));
        }
    }

    /** Empty: it is not like that. */
    private static Optional<List<String>> requestIds(byte[] body) {
        try {
            JsonNode node = JSON.readTree(body);
            JsonNode ids = node.path("RequestIds");
            if (!node.isObject() || !(ids.isArray() || node.isEmpty()) || (ids.isArray() && ids.isEmpty())) {
                return Optional.empty();
            }
            List<String> texts = new ArrayList<>();
            ids.forEach(id -> texts.add(id.asText()));
            return Optional.of(texts);
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    private static TextResponse bad(String message) {
        return new TextResponse(400, TYPE, error("InvalidParameterValueException", message));
    }

    private static TextResponse failure(Throwable failure) {
        return switch (QueueFailure.of(failure)) {
            case QueueFailure.Ours(String why) ->
                new TextResponse(503, TYPE, error("ServiceUnavailableException", why));
            case QueueFailure.OverShare(String why) ->
                new TextResponse(429, TYPE, error("TooManyRequestsException", why));
        };
    }

    private static String error(String type, String message) {
        return JSON.createObjectNode().put("Type", type).put("Message", message) + "\n";
    }
}
