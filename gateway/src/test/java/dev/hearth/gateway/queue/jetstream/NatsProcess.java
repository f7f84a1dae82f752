package dev.hearth.gateway.queue.jetstream;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.awaitility.Awaitility;

/** A real server of NATS with JetStream, on loopback, that forces what it acknowledges to the disk. */
final class NatsProcess implements AutoCloseable {
    private final Path folder;
    private final int port;
    private Process process;

    private NatsProcess(Path folder, int port) throws IOException {
        this.folder = folder;
        this.port = port;
        this.process = started();
    }

    /** Empty: it cannot be had here. */
    static Optional<Path> program() {
        try {
            Process build = new ProcessBuilder(Path.of("")
                            .toAbsolutePath()
                            .getParent()
                            .resolve("scripts/nats-server")
                            .toString())
                    .redirectError(ProcessBuilder.Redirect.INHERIT)
                    .start();
            String path = new String(build.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
            return build.waitFor() == 0 ? Optional.of(Path.of(path)) : Optional.empty();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    static NatsProcess start(Path folder) throws IOException {
        try (ServerSocket free = new ServerSocket(0)) {
            int port = free.getLocalPort();
            free.close();
            NatsProcess server = new NatsProcess(folder, port);
            server.await();
            return server;
        }
    }

    private Process started() throws IOException {
        Path configuration = folder.resolve("nats.conf");
        Files.writeString(configuration, """
                listen: "127.0.0.1:%d"
                max_payload: 8MB
                jetstream { store_dir: "%s", sync_interval: always }
                """.formatted(port, folder.resolve("data")));
        return new ProcessBuilder(program().orElseThrow().toString(), "--config", configuration.toString())
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(
                        folder.resolve("nats.log").toFile()))
                .start();
    }

    private void await() {
        Awaitility.await().atMost(Duration.ofSeconds(20)).ignoreExceptions().until(() -> {
            try (Socket connection = new Socket("127.0.0.1", port)) {
                return connection.isConnected();
            }
        });
    }

    URI url() {
        return URI.create("nats://127.0.0.1:" + port);
    }

    /** As {@code kill -9} ends it. */
    void kill() throws InterruptedException {
        process.destroyForcibly().waitFor();
    }

    /** On the same port, with what it kept. */
    void startAgain() throws IOException {
        process = started();
        await();
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
