package dev.hearth.gateway.invoke;

import dev.hearth.gateway.memory.GatewayMemory;
import dev.hearth.gateway.metrics.MicrometerInvokeMetrics;
import dev.hearth.gateway.queue.EventAcceptor;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** A real server on a free port with a fake catalog and dispatcher behind it. */
final class TestServer implements AutoCloseable {
    final FakeDispatcher dispatcher = new FakeDispatcher();
    final PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    final InvokeServer server;
    final GatewayMemory memory;
    private final EventLoopGroup loops = new MultiThreadIoEventLoopGroup(2, NioIoHandler.newFactory());
    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    TestServer() {
        this(settings(), new LoopbackAccess(new OneAccount(FakeCatalog.ACCOUNT)));
    }

    TestServer(InvokeSettings settings, Access access) {
        this(settings, access, Optional.empty());
    }

    /** That takes events. */
    TestServer(EventAcceptor events) {
        this(
                settings(),
                new LoopbackAccess(new OneAccount(FakeCatalog.ACCOUNT)),
                Optional.of(new Events(events, new NoFailedEvents())));
    }

    /** With asynchronous invocations. */
    TestServer(Events events) {
        this(settings(), new LoopbackAccess(new OneAccount(FakeCatalog.ACCOUNT)), Optional.of(events));
    }

    TestServer(Access access, Events events) {
        this(settings(), access, Optional.of(events));
    }

    /** That has so much memory for accounts. */
    TestServer(InvokeSettings settings, Access access, GatewayMemory memory) {
        this(settings, access, Optional.empty(), memory);
    }

    private TestServer(InvokeSettings settings, Access access, Optional<Events> events) {
        this(settings, access, events, GatewayMemory.ofHeap());
    }

    private TestServer(InvokeSettings settings, Access access, Optional<Events> events, GatewayMemory memory) {
        this.memory = memory;
        server = InvokeServer.start(
                settings,
                loops,
                new FakeCatalog(),
                dispatcher,
                memory,
                events,
                access,
                new MicrometerInvokeMetrics(registry),
                Map.of("/healthz", () -> new TextResponse(200, "text/plain", "ok")));
    }

    static InvokeSettings settings() {
        return InvokeSettings.of("127.0.0.1", 0, "us-east-1", FakeCatalog.ACCOUNT);
    }

    /** Patience short enough to wait for in a test. */
    static InvokeSettings hasty() {
        return patience(Duration.ofMillis(300));
    }

    static InvokeSettings patience(Duration soon) {
        return limits(20_000, soon, 8 * 1024);
    }

    /** So many connections at once. */
    static InvokeSettings connections(int max) {
        return limits(max, Duration.ofMinutes(1), 8 * 1024);
    }

    static InvokeSettings limits(int maxConnections, Duration soon, int minBytesPerSecond) {
        InvokeSettings usual = settings();
        return new InvokeSettings(
                usual.host(),
                0,
                usual.region(),
                usual.defaultAccountId(),
                maxConnections,
                soon,
                soon,
                soon,
                soon,
                soon,
                minBytesPerSecond,
                8 * 1024);
    }

    String url(String path) {
        return "http://127.0.0.1:" + server.port() + path;
    }

    HttpResponse<String> invoke(String function, String body, String... headers) throws Exception {
        return post("/2015-03-31/functions/" + function + "/invocations", body, headers);
    }

    HttpResponse<String> post(String path, String body, String... headers) throws Exception {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(URI.create(url(path))).POST(HttpRequest.BodyPublishers.ofString(body));
        return send(headers.length == 0 ? request : request.headers(headers));
    }

    HttpResponse<String> get(String path) throws Exception {
        return send(HttpRequest.newBuilder(URI.create(url(path))));
    }

    HttpResponse<String> send(HttpRequest.Builder request) throws Exception {
        return http.send(request.timeout(Duration.ofSeconds(20)).build(), HttpResponse.BodyHandlers.ofString());
    }

    RawCaller raw() throws Exception {
        return new RawCaller(server.port());
    }

    @Override
    public void close() {
        http.shutdownNow();
        server.close();
        loops.shutdownGracefully(0, 1, TimeUnit.SECONDS).syncUninterruptibly();
    }
}
