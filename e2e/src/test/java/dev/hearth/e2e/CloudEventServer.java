package dev.hearth.e2e;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Collectors;

/** Whoever takes events by HTTP, or does not. */
public final class CloudEventServer implements AutoCloseable {
    private final HttpServer server;
    private final List<Received> received = new CopyOnWriteArrayList<>();
    private volatile int status = 204;

    /** @param headers with lower-case names */
    public record Received(Map<String, String> headers, String body) {}

    private CloudEventServer(HttpServer server) {
        this.server = server;
    }

    static CloudEventServer start() throws IOException {
        return start("127.0.0.1");
    }

    /** On an address that its senders reach. */
    public static CloudEventServer start(String address) throws IOException {
        HttpServer server = HttpServer.create(new InetSocketAddress(address, 0), 0);
        CloudEventServer events = new CloudEventServer(server);
        server.createContext("/", events::take);
        server.start();
        return events;
    }

    /** Where it takes them. */
    public String url() {
        return "http://" + server.getAddress().getHostString() + ":"
                + server.getAddress().getPort() + "/hook";
    }

    /** Answers with this from now on; what is not answered with success is not received. */
    void answerWith(int next) {
        status = next;
    }

    /** All, in their order. */
    public List<Received> received() {
        return received;
    }

    private void take(HttpExchange exchange) throws IOException {
        String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
        Map<String, String> headers = exchange.getRequestHeaders().entrySet().stream()
                .collect(Collectors.toMap(
                        each -> each.getKey().toLowerCase(java.util.Locale.ROOT),
                        each -> Optional.ofNullable(each.getValue().getFirst()).orElse("")));
        int answer = status;
        if (answer == 204) {
            received.add(new Received(headers, body));
        }
        exchange.sendResponseHeaders(answer, -1);
        exchange.close();
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
