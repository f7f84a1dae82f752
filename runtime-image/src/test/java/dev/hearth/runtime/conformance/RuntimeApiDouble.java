package dev.hearth.runtime.conformance;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

/** Lambda's Runtime API on loopback: hands out events and keeps what it is told about them. */
final class RuntimeApiDouble implements AutoCloseable {
    private static final String ROOT = "/2018-06-01/runtime/";
    private static final int TIMEOUT_SECONDS = 60;

    private final List<Case.Event> events;
    private final List<Answer> answers = Collections.synchronizedList(new ArrayList<>());
    private final CompletableFuture<Boolean> outcome = new CompletableFuture<>();
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final HttpServer server;

    RuntimeApiDouble(List<Case.Event> events) throws IOException {
        this.events = events;
        this.server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(threads);
        server.createContext(ROOT, this::serve);
        server.start();
    }

    String address() {
        return "127.0.0.1:" + server.getAddress().getPort();
    }

    /** Waits until the process asks for more than there is, or ends; true if it ended. */
    boolean awaitAllAnsweredOrEndOf(Process process) {
        process.onExit().thenRun(() -> outcome.complete(true));
        return outcome.orTimeout(TIMEOUT_SECONDS, TimeUnit.SECONDS).join();
    }

    /** One answer per event; a process that ended early gave none to the rest. */
    List<Answer> answers() {
        List<Answer> all = new ArrayList<>(answers);
        while (all.size() < events.size()) {
            all.add(Answer.NONE);
        }
        return all;
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }

    private void serve(HttpExchange exchange) throws IOException {
        String path = exchange.getRequestURI().getPath().substring(ROOT.length());
        if (path.equals("invocation/next")) {
            next(exchange);
            return;
        }
        String kind = path.equals("init/error") ? "init-error" : path.substring(path.lastIndexOf('/') + 1);
        String type = exchange.getRequestHeaders().getFirst("Lambda-Runtime-Function-Error-Type");
        answers.add(Answer.of(
                kind, type == null ? "" : type, exchange.getRequestBody().readAllBytes()));
        exchange.sendResponseHeaders(202, -1);
        exchange.close();
    }

    private void next(HttpExchange exchange) throws IOException {
        int index = answers.size();
        if (index >= events.size()) {
            outcome.complete(false); // and leaves the process waiting until it is killed
            return;
        }
        Case.Event event = events.get(index);
        exchange.getResponseHeaders().set("Content-Type", "application/json"); // its native library needs one
        exchange.getResponseHeaders().set("Lambda-Runtime-Aws-Request-Id", FixedContext.requestId(index));
        exchange.getResponseHeaders().set("Lambda-Runtime-Invoked-Function-Arn", FixedContext.ARN);
        exchange.getResponseHeaders().set("Lambda-Runtime-Deadline-Ms", "4102444800000");
        if (event.android()) {
            exchange.getResponseHeaders().set("Lambda-Runtime-Client-Context", FixedContext.ANDROID_CLIENT);
        }
        exchange.sendResponseHeaders(200, event.payload().length == 0 ? -1 : event.payload().length);
        exchange.getResponseBody().write(event.payload());
        exchange.close();
    }
}
