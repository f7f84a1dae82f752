package dev.hearth.operator;

import io.fabric8.kubernetes.client.http.AsyncBody;
import io.fabric8.kubernetes.client.http.HttpClient;
import io.fabric8.kubernetes.client.http.HttpRequest;
import io.fabric8.kubernetes.client.http.Interceptor;
import io.vertx.core.Vertx;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/**
 * Turns in which pages of lists are read, one after the other: ten kinds are listed at the same moment when an operator starts, or
 * finds the API server again, and a page may have 45 MB. Those that wait are held back in their connections, of which each request
 * has one (HTTP/1.1). This is the last interceptor, so that what waits is still compressed.
 */
public final class PageTurns implements Interceptor {
    /** The API server takes no longer for a list. Whoever does, as a connection that is cut, holds up the others no more. */
    private static final Duration LONGEST = Duration.ofMinutes(1);

    private CompletableFuture<?> last = CompletableFuture.completedFuture(true);

    PageTurns() {}

    /** Has a client read so. */
    public static void in(HttpClient.Builder client) {
        client.addOrReplaceInterceptor("page-turns", new PageTurns());
    }

    @Override
    public AsyncBody.Consumer<List<ByteBuffer>> consumer(
            AsyncBody.Consumer<List<ByteBuffer>> reader, HttpRequest request) {
        String query = Optional.ofNullable(request.uri().getQuery()).orElse("");
        return query.contains("limit=") ? new Page(reader) : reader;
    }

    /** Complete when all pages are parsed that came before. */
    private synchronized CompletableFuture<?> turn(AsyncBody page) {
        CompletableFuture<?> turn = last;
        last = turn.thenCompose(_ -> end(page));
        return turn;
    }

    private static CompletableFuture<?> end(AsyncBody page) {
        CompletableFuture<Boolean> parsed = new CompletableFuture<>();
        page.done().whenComplete((_, _) -> afterwards(() -> parsed.complete(true)));
        return parsed.completeOnTimeout(false, LONGEST.toSeconds(), TimeUnit.SECONDS);
    }

    /** After what this thread is about: it is the connection's, which now copies and parses the page. */
    private static void afterwards(Runnable next) {
        Optional.ofNullable(Vertx.currentContext())
                .ifPresentOrElse(connection -> connection.runOnContext(_ -> next.run()), next);
    }

    private final class Page implements AsyncBody.Consumer<List<ByteBuffer>> {
        private final AsyncBody.Consumer<List<ByteBuffer>> reader;
        private boolean begun;

        Page(AsyncBody.Consumer<List<ByteBuffer>> reader) {
            this.reader = reader;
        }

        /** The next bytes come when the reader has asked for them. */
        @Override
        public void consume(List<ByteBuffer> bytes, AsyncBody body) throws Exception {
            if (begun) {
                reader.consume(bytes, body);
                return;
            }
            begun = true;
            turn(body).thenRun(() -> begin(bytes, body));
        }

        private void begin(List<ByteBuffer> bytes, AsyncBody body) {
            try {
                reader.consume(bytes, body);
            } catch (Exception e) {
                body.cancel();
                body.done().completeExceptionally(e);
            }
        }

        @Override
        public <U> U unwrap(Class<U> target) {
            return reader.unwrap(target);
        }
    }
}
