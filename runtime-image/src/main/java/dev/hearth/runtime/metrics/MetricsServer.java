package dev.hearth.runtime.metrics;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.hearth.protocol.Assignment;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * Serves {@code /metrics}. It is opened when the first invocations are long over, and builds the metrics when
 * the first one asks, so that a start pays nothing for it.
 */
public final class MetricsServer {
    private static final int OK = 200;

    private final HttpServer server;
    private final Assignment assignment;
    private final InvocationCounts counts;
    private Optional<EnvironmentMetrics> metrics = Optional.empty();

    private MetricsServer(HttpServer server, Assignment assignment, InvocationCounts counts) {
        this.server = server;
        this.assignment = assignment;
        this.counts = counts;
    }

    /** @param address where it listens; port 0: a free one */
    public static MetricsServer open(InetSocketAddress address, Assignment assignment, InvocationCounts counts)
            throws IOException {
        HttpServer http = HttpServer.create(new InetSocketAddress(address.getHostString(), address.getPort()), 0);
        MetricsServer server = new MetricsServer(http, assignment, counts);
        http.createContext("/metrics", server::answer);
        http.setExecutor(oneThread());
        http.start();
        return server;
    }

    private static ExecutorService oneThread() {
        return Executors.newSingleThreadExecutor(task -> {
            Thread thread = new Thread(task, "hearth-metrics");
            thread.setDaemon(true);
            return thread;
        });
    }

    public int port() {
        return server.getAddress().getPort();
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            if (metrics.isEmpty()) {
                metrics = Optional.of(new EnvironmentMetrics(assignment, counts));
            }
            byte[] text = metrics.get().scrape().getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().set("Content-Type", "text/plain; version=0.0.4; charset=utf-8");
            exchange.sendResponseHeaders(OK, text.length);
            exchange.getResponseBody().write(text);
        }
    }
}
