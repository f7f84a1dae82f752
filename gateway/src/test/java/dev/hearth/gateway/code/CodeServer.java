package dev.hearth.gateway.code;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.locks.LockSupport;

/** A web server of this machine with files, redirects and credentials. */
final class CodeServer implements AutoCloseable {
    private final HttpServer server;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final Map<String, Reply> replies = new ConcurrentHashMap<>();
    private final CountDownLatch go = new CountDownLatch(1);
    private final List<Asked> asked = new CopyOnWriteArrayList<>();

    /** A request that came. */
    record Asked(String path, Optional<String> authorization) {}

    private interface Reply {
        void write(HttpExchange exchange) throws IOException;
    }

    CodeServer() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", this::handle);
        server.setExecutor(threads);
        server.start();
    }

    private void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            String path = exchange.getRequestURI().getPath();
            asked.add(new Asked(
                    path, Optional.ofNullable(exchange.getRequestHeaders().getFirst("Authorization"))));
            Reply missing = each -> each.sendResponseHeaders(404, -1);
            replies.getOrDefault(path, missing).write(exchange);
        }
    }

    URI at(String path) {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + path);
    }

    void serve(String path, byte[] body) {
        replies.put(path, exchange -> {
            exchange.sendResponseHeaders(200, body.length);
            exchange.getResponseBody().write(body);
        });
    }

    void serveTo(String authorization, String path, byte[] body) {
        replies.put(path, exchange -> {
            boolean may = authorization.equals(exchange.getRequestHeaders().getFirst("Authorization"));
            exchange.sendResponseHeaders(may ? 200 : 401, may ? body.length : -1);
            if (may) {
                exchange.getResponseBody().write(body);
            }
        });
    }

    /** So many zeros, without saying how many. */
    void serveZeros(String path, long count) {
        replies.put(path, exchange -> {
            exchange.sendResponseHeaders(200, 0);
            byte[] zeros = new byte[1 << 16];
            OutputStream out = exchange.getResponseBody();
            for (long left = count; left > 0; left -= zeros.length) {
                out.write(zeros, 0, (int) Math.min(left, zeros.length));
            }
        });
    }

    /** Serves it once {@link #letGo} was called. */
    void hold(String path, byte[] body) {
        replies.put(path, exchange -> {
            try {
                go.await();
            } catch (InterruptedException e) {
                throw new IOException(e);
            }
            exchange.sendResponseHeaders(200, body.length);
            exchange.getResponseBody().write(body);
        });
    }

    void letGo() {
        go.countDown();
    }

    /** Answers with this status and a body that never ends. */
    void answerWithoutEnd(String path, int status, String location) {
        replies.put(path, exchange -> {
            exchange.getResponseHeaders().set("Location", location);
            exchange.sendResponseHeaders(status, 0);
            byte[] zeros = new byte[1 << 16];
            while (true) {
                exchange.getResponseBody().write(zeros);
            }
        });
    }

    /** A byte now and then, for ever. */
    void drip(String path) {
        replies.put(path, exchange -> {
            exchange.sendResponseHeaders(200, 0);
            while (true) {
                exchange.getResponseBody().write(0);
                exchange.getResponseBody().flush();
                LockSupport.parkNanos(20_000_000);
            }
        });
    }

    void answer(String path, int status) {
        replies.put(path, exchange -> exchange.sendResponseHeaders(status, -1));
    }

    void redirect(String path, String location) {
        replies.put(path, exchange -> {
            exchange.getResponseHeaders().set("Location", location);
            exchange.sendResponseHeaders(302, -1);
        });
    }

    List<Asked> asked() {
        return List.copyOf(asked);
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
