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
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.awaitility.Awaitility;

/** A real server of NATS with JetStream, on loopback, that forces what it acknowledges to the disk. */
public final class NatsProcess implements AutoCloseable {
    private final Path folder;
    private final int port;
    private String more;
    private Process process;

    private NatsProcess(Path folder, int port, String more) throws IOException {
        this.folder = Files.createDirectories(folder);
        this.port = port;
        this.more = more;
        this.process = started();
    }

    /** Empty: it cannot be had here. */
    public static Optional<Path> program() {
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
        return start(folder, "");
    }

    /**
     * Starts one.
     *
     * @param more of its configuration
     */
    public static NatsProcess start(Path folder, String more) throws IOException {
        NatsProcess server = new NatsProcess(folder, freePorts(1).getFirst(), more);
        server.await();
        return server;
    }

    /** Servers that keep what they are given together. */
    static List<NatsProcess> startCluster(Path folder, int count) throws IOException {
        List<Integer> ports = freePorts(2 * count);
        String routes = ports.subList(count, 2 * count).stream()
                .map(port -> "\"nats://127.0.0.1:" + port + "\"")
                .collect(Collectors.joining(", "));
        List<NatsProcess> servers = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            servers.add(new NatsProcess(
                    folder.resolve("server-" + i), ports.get(i), """
                    server_name: server-%d
                    cluster { name: events, listen: "127.0.0.1:%d", routes: [%s] }
                    """.formatted(i, ports.get(count + i), routes)));
        }
        servers.forEach(NatsProcess::await);
        return servers;
    }

    private static List<Integer> freePorts(int count) throws IOException {
        List<ServerSocket> sockets = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            sockets.add(new ServerSocket(0));
        }
        List<Integer> ports = sockets.stream().map(ServerSocket::getLocalPort).toList();
        for (ServerSocket socket : sockets) {
            socket.close();
        }
        return ports;
    }

    private Process started() throws IOException {
        Path configuration = folder.resolve("nats.conf");
        Files.writeString(configuration, """
                listen: "127.0.0.1:%d"
                max_payload: 8MB
                jetstream { store_dir: "%s", sync_interval: always }
                %s""".formatted(port, folder.resolve("data"), more));
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

    public URI url() {
        return URI.create("nats://127.0.0.1:" + port);
    }

    /** As {@code kill -9} ends it. */
    public void kill() throws InterruptedException {
        process.destroyForcibly().waitFor();
    }

    /** It does nothing until {@link #goOn}, and its connections stay. */
    void stall() throws IOException, InterruptedException {
        signal("-STOP");
    }

    void goOn() throws IOException, InterruptedException {
        signal("-CONT");
    }

    private void signal(String which) throws IOException, InterruptedException {
        new ProcessBuilder("kill", which, Long.toString(process.pid())).start().waitFor();
    }

    /** On the same port, with what it kept. */
    public void startAgain() throws IOException {
        process = started();
        await();
    }

    /** The same with another configuration. */
    public void startAgain(String other) throws IOException {
        more = other;
        startAgain();
    }

    /** Its disk is lost; it must be killed before. */
    void loseItsDisk() throws IOException {
        try (Stream<Path> files = Files.walk(folder.resolve("data"))) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
