package dev.hearth.e2e.cluster;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** What the servers can do that a tenant names as its code's. */
final class CodeAttacks implements AutoCloseable {
    private static final Set<String> READ = Set.of("read");
    private static final int MAX_FUNCTIONS = 20;
    private static final int PATIENCE_SECONDS = 60;
    private static final byte[] PIECE = new byte[64 * 1024];
    /** More than code may have. */
    private static final int ENDLESS_PIECES = 16 * 1024;

    private final ApiServerAttacks objects;
    private final HttpServer server;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final Map<String, CountDownLatch> awaited = new ConcurrentHashMap<>();
    private final AtomicInteger count = new AtomicInteger();

    private CodeAttacks(ApiServerAttacks objects, HttpServer server) {
        this.objects = objects;
        this.server = server;
    }

    /** Serves at an address of this machine. */
    static CodeAttacks open(AttackPlan plan, ApiServerAttacks objects) throws IOException {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getByName(plan.address()), 0), 0);
        CodeAttacks attacks = new CodeAttacks(objects, server);
        server.setExecutor(attacks.threads);
        server.createContext("/drip/", exchange -> attacks.send(exchange, new byte[1], 1_000, 600));
        server.createContext("/endless/", exchange -> attacks.send(exchange, PIECE, 1, ENDLESS_PIECES));
        server.createContext("/maze/", attacks::lead);
        server.start();
        return attacks;
    }

    List<Attack> all() {
        return List.of(
                new Attack("functions whose code comes a byte at a time", 0.5, READ, () -> http("/drip/")),
                new Attack("Maven artifacts without end", 0.1, READ, this::maven),
                new Attack("code that is somewhere else each time", 0.5, READ, () -> http("/maze/")));
    }

    private String http(String place) throws InterruptedException {
        String path = place + count.incrementAndGet() + ".jar";
        return read(path, "http: {url: \"" + url(path) + "\"}");
    }

    private String maven() throws InterruptedException {
        String version = "1." + count.incrementAndGet();
        String code = "maven: {repository: \"%s\", groupId: g, artifactId: a, version: \"%s\"}";
        return read("/endless/g/a/" + version + "/a-" + version + ".jar", code.formatted(url("/endless/"), version));
    }

    /** Whether Hearth comes for it: one namespace has few places, so many wait for theirs. */
    private String read(String path, String code) throws InterruptedException {
        CountDownLatch begun = new CountDownLatch(1);
        awaited.put(path, begun);
        String said = objects.declare("code-" + count.get() % MAX_FUNCTIONS, code, 128);
        if (!said.equals(ApiServerAttacks.ACCEPTED)) {
            return said;
        }
        boolean isRead = begun.await(PATIENCE_SECONDS, TimeUnit.SECONDS);
        awaited.remove(path);
        return isRead ? "read" : "not read yet";
    }

    private String url(String path) {
        return "http://" + server.getAddress().getHostString() + ":"
                + server.getAddress().getPort() + path;
    }

    private void begun(HttpExchange exchange) {
        CountDownLatch latch = awaited.remove(exchange.getRequestURI().getPath());
        if (latch != null) {
            latch.countDown();
        }
    }

    private void send(HttpExchange exchange, byte[] piece, int pauseMillis, int pieces) throws IOException {
        begun(exchange);
        exchange.sendResponseHeaders(200, 0);
        try (OutputStream out = exchange.getResponseBody()) {
            for (int i = 0; i < pieces; i++) {
                out.write(piece);
                out.flush();
                Thread.sleep(pauseMillis);
            }
        } catch (InterruptedException ended) {
            Thread.currentThread().interrupt();
        }
    }

    private void lead(HttpExchange exchange) throws IOException {
        begun(exchange);
        exchange.getResponseHeaders().set("Location", url("/maze/" + count.incrementAndGet()));
        exchange.sendResponseHeaders(302, -1);
        exchange.close();
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
