package dev.hearth.gateway.operator;

import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import dev.hearth.gateway.code.CodeSources;
import dev.hearth.gateway.dispatch.Usage;
import dev.hearth.gateway.listen.Listening;
import dev.hearth.gateway.metrics.JdkServerLimits;
import dev.hearth.gateway.tls.ServerIdentity;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * The port that the operator asks. {@code POST /operator/v1/code} pins code, {@code GET
 * /operator/v1/namespaces/<namespace>/functions/<name>} tells what is served, {@code PUT} there serves what nothing served before;
 * see docs/operator-api.md.
 */
public final class OperatorServer implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(1);

    private final HttpServer server;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final CodeRequests requests;

    private OperatorServer(HttpServer server, CodeRequests requests) {
        this.server = server;
        this.requests = requests;
    }

    /**
     * Listens on all addresses.
     *
     * @param port 0 takes a free one
     * @param identity with TLS; empty: without
     * @param usage what is there of a revision
     */
    public static OperatorServer start(
            int port,
            Optional<ServerIdentity> identity,
            OperatorAccess access,
            CodeSources sources,
            ServedFunctions served,
            Usage usage)
            throws IOException {
        JdkServerLimits.apply();
        HttpServer http = identity.isPresent() ? secure(port, identity.get()) : plain(port);
        OperatorServer server = new OperatorServer(http, new CodeRequests(sources, PATIENCE));
        http.createContext("/operator/v1/", new OperatorRequests(access, server.requests, served, usage));
        http.setExecutor(server.threads);
        http.start();
        return server;
    }

    private static HttpServer plain(int port) throws IOException {
        return Listening.bind(HttpServer.create(), port);
    }

    private static HttpServer secure(int port, ServerIdentity identity) throws IOException {
        HttpsServer https = Listening.bind(HttpsServer.create(), port);
        https.setHttpsConfigurator(new HttpsConfigurator(identity.context()));
        return https;
    }

    /** The port it listens on. */
    public int port() {
        return server.getAddress().getPort();
    }

    @Override
    public void close() {
        server.stop(0);
        requests.close();
        threads.shutdownNow();
    }
}
