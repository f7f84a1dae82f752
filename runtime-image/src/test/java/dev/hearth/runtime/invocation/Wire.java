package dev.hearth.runtime.invocation;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import dev.hearth.runtime.connection.GatewayAddress;
import dev.hearth.runtime.connection.WorkConnection;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/** A work connection and every byte that went out on it. */
final class Wire implements AutoCloseable {
    private final ServerSocket server;
    private final Socket accepted;
    private final WorkConnection work;
    private final CompletableFuture<byte[]> received;

    Wire() throws IOException {
        server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        work = WorkConnection.open(new GatewayAddress(
                server.getInetAddress().getHostAddress(), server.getLocalPort(), "id", "token", Optional.empty()));
        accepted = server.accept();
        received = CompletableFuture.supplyAsync(
                this::readAll, task -> Thread.ofVirtual().start(task));
    }

    WorkConnection work() {
        return work;
    }

    /** Everything that was sent; the last call on a wire. */
    byte[] sent() throws IOException {
        work.close();
        return received.join();
    }

    String sentText() throws IOException {
        return new String(sent(), ISO_8859_1);
    }

    private byte[] readAll() {
        try {
            var all = new ByteArrayOutputStream();
            accepted.getInputStream().transferTo(all);
            return all.toByteArray();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() throws IOException {
        work.close();
        accepted.close();
        server.close();
    }
}
