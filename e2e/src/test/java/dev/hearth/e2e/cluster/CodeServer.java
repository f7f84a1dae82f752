package dev.hearth.e2e.cluster;

import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.SimpleFileServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Path;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Assumptions;

/** Code packages over HTTP, where pods of the cluster reach this machine. */
final class CodeServer implements AutoCloseable {
    private final HttpServer server;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final AtomicInteger published = new AtomicInteger();

    private CodeServer(HttpServer server) {
        this.server = server;
    }

    static CodeServer start() {
        String address = Cluster.addressOfThisMachine().orElse("");
        Assumptions.assumeFalse(
                address.isEmpty(), "HEARTH_E2E_ADDRESS names no address of this machine that the cluster's pods reach");
        try {
            CodeServer server =
                    new CodeServer(HttpServer.create(new InetSocketAddress(InetAddress.getByName(address), 0), 0));
            server.server.setExecutor(server.threads);
            server.server.start();
            return server;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Where this file is to be had from now on. */
    URI publish(Path file) {
        String context = "/" + published.incrementAndGet() + "/";
        server.createContext(context, SimpleFileServer.createFileHandler(file.getParent()));
        return URI.create("http://" + server.getAddress().getHostString() + ":"
                + server.getAddress().getPort() + context + file.getFileName());
    }

    @Override
    public void close() {
        server.stop(0);
        threads.close();
    }
}
