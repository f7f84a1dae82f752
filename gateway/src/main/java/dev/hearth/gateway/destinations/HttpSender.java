package dev.hearth.gateway.destinations;

import dev.hearth.gateway.async.Debt;
import dev.hearth.gateway.async.RecordSender.Undeliverable;
import dev.hearth.gateway.catalog.Destination;
import dev.hearth.gateway.queue.AcceptedEvent;
import dev.hearth.gateway.queue.Outcome;
import java.io.IOException;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.apache.hc.client5.http.classic.methods.HttpPost;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.core5.http.ContentType;
import org.apache.hc.core5.http.HttpHeaders;
import org.apache.hc.core5.http.io.entity.ByteArrayEntity;
import org.apache.hc.core5.http.io.entity.EntityUtils;
import org.apache.hc.core5.io.CloseMode;
import org.jspecify.annotations.Nullable;

/**
 * Sends CloudEvents 1.0 by HTTP, in binary mode: attributes in headers, the record in the body. The id is that of the request, so
 * that a receiver can tell when it gets one twice.
 */
final class HttpSender implements AutoCloseable {
    private static final Duration DEADLINE = Duration.ofSeconds(60);
    private static final int MOST_ANSWER_BYTES = 64 << 10;
    /** Bad request, gone, too large, wrong type, unprocessable: it would say the same of this record again. */
    private static final Set<Integer> FOR_GOOD = Set.of(400, 410, 413, 415, 422);

    private static final ContentType JSON = ContentType.create("application/json");
    private static final int SUCCESS = 2;
    private static final int CLASS = 100;

    private final Secrets secrets;
    private final Reach reach;
    private final Duration deadline;
    private @Nullable CloseableHttpClient client;

    HttpSender(Secrets secrets, Reach reach) {
        this(secrets, reach, DEADLINE);
    }

    /** @param deadline for all of a record, with its answer */
    HttpSender(Secrets secrets, Reach reach, Duration deadline) {
        this.secrets = secrets;
        this.reach = reach;
        this.deadline = deadline;
    }

    void send(Debt.Kind kind, Destination.Url to, AcceptedEvent event, Outcome outcome) throws IOException {
        HttpPost request = new HttpPost(to.url());
        request.setHeader("ce-specversion", "1.0");
        request.setHeader("ce-id", event.requestId());
        request.setHeader("ce-source", InvocationRecord.arn(event));
        request.setHeader("ce-type", type(kind));
        request.setHeader("ce-time", InvocationRecord.time(outcome.endedAt()));
        if (to.secret().isPresent()) {
            request.setHeader(
                    HttpHeaders.AUTHORIZATION, authorization(event, to.secret().get()));
        }
        request.setEntity(new ByteArrayEntity(InvocationRecord.of(event, outcome), JSON));
        judge(execute(request));
    }

    /** Within the deadline: an answer that drips would hold its record, and a place of its destination, for days. */
    private int execute(HttpPost request) throws IOException {
        CompletableFuture<Void> answered = new CompletableFuture<>();
        answered.orTimeout(deadline.toMillis(), TimeUnit.MILLISECONDS).exceptionally(_ -> {
            request.cancel();
            return null;
        });
        try {
            return client().execute(request, response -> {
                if (response.getEntity() != null) {
                    EntityUtils.toByteArray(
                            response.getEntity(), MOST_ANSWER_BYTES); // its connection can be used again
                }
                return response.getCode();
            });
        } catch (IOException | RuntimeException e) { // what it throws when it is cancelled depends on how far it is
            if (answered.isCompletedExceptionally()) {
                throw new IOException("no answer within " + deadline, e);
            }
            throw e;
        } finally {
            answered.complete(null);
        }
    }

    private static String type(Debt.Kind kind) {
        return "dev.hearth.lambda.invocation." + (kind == Debt.Kind.ON_SUCCESS ? "success" : "failure");
    }

    private static void judge(int status) throws IOException {
        if (FOR_GOOD.contains(status)) {
            throw new Undeliverable("it answered " + status);
        }
        if (status / CLASS != SUCCESS) {
            throw new IOException("it answered " + status);
        }
    }

    private String authorization(AcceptedEvent event, String secret) throws IOException {
        return Credentials.authorization(secrets.read(event.function().namespace(), secret))
                .orElseThrow(
                        () -> new IOException("secret '" + secret + "' has neither token nor username and password"));
    }

    // ---- the client ----

    /** Made when it is first needed. */
    private synchronized CloseableHttpClient client() {
        CloseableHttpClient made = client == null ? BoundedHttp.client(reach) : client;
        client = made;
        return made;
    }

    @Override
    public synchronized void close() {
        if (client != null) {
            client.close(CloseMode.IMMEDIATE);
        }
    }
}
