package dev.hearth.gateway.metrics;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.hearth.gateway.invoke.TextResponse;
import dev.hearth.gateway.listen.Listening;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Supplier;

/** Metrics and health on a port of their own, plain HTTP, for the kubelet and Prometheus; it is there before all else. */
public final class ManagementServer implements AutoCloseable {
    private static final String TEXT = "text/plain; charset=utf-8";
    private static final TextResponse NOTHING =
            new TextResponse(404, TEXT, "there are /metrics, /healthz and /readyz\n");

    private final HttpServer server;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private volatile Map<String, Supplier<TextResponse>> routes = Map.of(
            "/healthz", () -> new TextResponse(200, TEXT, "ok\n"),
            "/readyz", () -> new TextResponse(503, TEXT, "starting: the cluster is not known yet\n"));

    private ManagementServer(HttpServer server) {
        this.server = server;
    }

    /** Listens on all addresses. */
    public static ManagementServer start(int port) throws IOException {
        JdkServerLimits.apply();
        ManagementServer management = new ManagementServer(Listening.bind(HttpServer.create(), port));
        management.server.createContext("/", management::answer);
        management.server.setExecutor(management.threads);
        management.server.start();
        return management;
    }

    /** Everything is there: these routes answer from now on. */
    public void show(Map<String, Supplier<TextResponse>> complete) {
        routes = Map.copyOf(complete);
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            TextResponse response = routes.getOrDefault(exchange.getRequestURI().getPath(), () -> NOTHING)
                    .get();
            byte[] body = response.body().getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().set("Content-Type", response.contentType());
            exchange.sendResponseHeaders(response.status(), body.length);
            exchange.getResponseBody().write(body);
        }
    }

    /** The port it listens on. */
    public int port() {
        return server.getAddress().getPort();
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
