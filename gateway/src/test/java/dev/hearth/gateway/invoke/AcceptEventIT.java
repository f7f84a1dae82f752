package dev.hearth.gateway.invoke;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hearth.gateway.queue.AcceptedEvent;
import dev.hearth.gateway.queue.QueueFull;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Asynchronous invocations, over a real socket, with a queue that does as it is told. */
class AcceptEventIT {
    private static final int LARGEST = 1_048_576;

    private final Queue<AcceptedEvent> accepted = new ConcurrentLinkedQueue<>();
    private volatile CompletionStage<Void> safe = CompletableFuture.completedStage(null);
    private final TestServer server = new TestServer(event -> {
        accepted.add(event);
        return safe;
    });

    @AfterEach
    void stop() {
        server.close();
    }

    private HttpResponse<String> event(String function, String body) throws Exception {
        return server.invoke(function, body, "X-Amz-Invocation-Type", "Event");
    }

    private static String header(HttpResponse<String> response, String name) {
        return response.headers().firstValue(name).orElse("");
    }

    @Test
    void answers202WithLambdasHeaders() throws Exception {
        HttpResponse<String> response = event("hello", "{\"a\":1}");

        assertThat(response.statusCode()).isEqualTo(202);
        assertThat(response.body()).isEmpty();
        assertThat(header(response, "X-Amzn-Trace-Id")).matches("Root=1-[0-9a-f]{8}-[0-9a-f]{24}");
        assertThat(response.headers().map()).doesNotContainKeys("X-Amz-Executed-Version", "X-Amz-Function-Error");
        AcceptedEvent event = accepted.remove();
        assertThat(event.requestId()).isEqualTo(header(response, "x-amzn-RequestId"));
        assertThat(event.function()).isEqualTo(FakeCatalog.HELLO);
        assertThat(event.qualifier()).isEmpty();
        assertThat(event.payload()).isEqualTo("{\"a\":1}".getBytes(StandardCharsets.UTF_8));
        assertThat(event.traceHeader()).startsWith(header(response, "X-Amzn-Trace-Id"));
    }

    @Test
    void answersNothingBeforeTheEventIsSafe() throws Exception {
        CompletableFuture<Void> later = new CompletableFuture<>();
        safe = later;
        CompletableFuture<HttpResponse<String>> response = CompletableFuture.supplyAsync(() -> {
            try {
                return event("hello", "{}");
            } catch (Exception e) {
                throw new IllegalStateException(e);
            }
        });

        assertThat(response).isNotCompleted();
        try {
            response.get(300, TimeUnit.MILLISECONDS);
            throw new AssertionError("answered too early");
        } catch (TimeoutException expected) {
            later.complete(null);
        }

        assertThat(response.get(5, TimeUnit.SECONDS).statusCode()).isEqualTo(202);
    }

    @Test
    void saysThatAnEventIsNotKept() throws Exception {
        safe = CompletableFuture.failedStage(new QueueFull("the queue is full"));

        HttpResponse<String> response = event("hello", "{}");

        assertThat(response.statusCode()).isEqualTo(500);
        assertThat(header(response, "x-amzn-ErrorType")).isEqualTo("ServiceException");
        assertThat(header(response, "Retry-After")).isEqualTo("1");
        assertThat(response.body()).contains("The event was not accepted: the queue is full. Try again.");
    }

    @Test
    void takesUpToAMegabyte() throws Exception {
        String largest = "\"" + "x".repeat(LARGEST - 2) + "\"";

        assertThat(event("hello", largest).statusCode()).isEqualTo(202);
        HttpResponse<String> refused = event("hello", largest + " ");

        assertThat(refused.statusCode()).isEqualTo(413);
        assertThat(refused.body())
                .contains("1048577 byte payload is too large for the Event invocation type (limit 1048576 bytes)");
        assertThat(server.invoke("hello", largest + " ").statusCode()).isEqualTo(200);
        assertThat(accepted).hasSize(1);
    }

    @Test
    void takesTheOldPathToo() throws Exception {
        assertThat(server.post("/2014-11-13/functions/hello/invoke-async/", "{}")
                        .statusCode())
                .isEqualTo(202);
        assertThat(server.post("/2014-11-13/functions/hello/invoke-async", "{}").statusCode())
                .isEqualTo(202);
        assertThat(accepted).hasSize(2);
    }

    @Test
    void keepsNothingThatCannotBeDone() throws Exception {
        assertThat(event("nowhere", "{}").statusCode()).isEqualTo(404);
        assertThat(event("hello", "{").statusCode()).isEqualTo(400);
        assertThat(server.post(
                                "/2021-11-15/functions/hello/response-streaming-invocations",
                                "{}",
                                "X-Amz-Invocation-Type",
                                "Event")
                        .body())
                .contains("Member must satisfy enum value set: [RequestResponse, DryRun]");
        assertThat(accepted).isEmpty();
    }

    /** The large answer is read at once, so that the next request begins while the answer is still being written. */
    @Test
    void keepsItsPlaceBehindALargeAnswer() throws Exception {
        CompletableFuture<Void> later = new CompletableFuture<>();
        safe = later;
        String large = "\"" + "x".repeat(400_000) + "\"";
        String event = RawCaller.head(2).replace("Host:", "X-Amz-Invocation-Type: Event\r\nHost:") + "{}";
        try (RawCaller caller = server.raw()) {
            caller.send(RawCaller.invoke(large) + event + RawCaller.invoke("\"last\""));

            assertThat(caller.answer()).startsWith("HTTP/1.1 200").endsWith("x\"");
            later.completeOnTimeout(null, 200, TimeUnit.MILLISECONDS);
            assertThat(caller.answer()).startsWith("HTTP/1.1 202");
            assertThat(caller.answer()).startsWith("HTTP/1.1 200").endsWith("\"last\"");
        }
    }

    @Test
    void servesWhatComesBehindIt() throws Exception {
        try (RawCaller caller = server.raw()) {
            String event = "POST /2015-03-31/functions/hello/invocations HTTP/1.1\r\nHost: localhost\r\n"
                    + "X-Amz-Invocation-Type: Event\r\nContent-Length: 2\r\n\r\n{}";
            caller.send(event + event + event);

            for (int i = 0; i < 3; i++) {
                assertThat(caller.answer()).startsWith("HTTP/1.1 202");
            }
        }
        assertThat(accepted).hasSize(3);
    }
}
