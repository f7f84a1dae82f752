package dev.hearth.e2e;

import io.nats.client.Connection;
import io.nats.client.Nats;
import io.nats.client.api.StorageType;
import io.nats.client.api.StreamConfiguration;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.awaitility.Awaitility;

/** A real server of NATS with JetStream, on loopback. */
final class NatsServer implements AutoCloseable {
    private final int port;
    private final Path folder;
    private final Process process;

    private NatsServer(int port, Path folder) throws IOException {
        this.port = port;
        this.folder = folder;
        this.process = started();
    }

    /** @param folder for what it keeps */
    static NatsServer start(Path folder) throws IOException {
        int port;
        try (ServerSocket free = new ServerSocket(0)) {
            port = free.getLocalPort();
        }
        NatsServer server = new NatsServer(port, folder);
        server.await();
        return server;
    }

    private static String program() throws IOException {
        Process build = new ProcessBuilder(
                        HearthProcess.checkout().resolve("scripts/nats-server").toString())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        return new String(build.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
    }

    private Process started() throws IOException {
        return new ProcessBuilder(
                        program(), "-a", "127.0.0.1", "-p", Integer.toString(port), "-js", "-sd", folder.toString())
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("nats.log").toFile())
                .start();
    }

    private void await() {
        Awaitility.await().atMost(Duration.ofSeconds(20)).ignoreExceptions().until(() -> {
            connect().close();
            return true;
        });
    }

    String url() {
        return "nats://127.0.0.1:" + port;
    }

    private Connection connect() throws IOException, InterruptedException {
        return Nats.connect(url());
    }

    /** Makes a stream that keeps these subjects. */
    void stream(String name, String subjects) throws Exception {
        try (Connection connection = connect()) {
            connection
                    .jetStreamManagement()
                    .addStream(StreamConfiguration.builder()
                            .name(name)
                            .subjects(subjects)
                            .storageType(StorageType.File)
                            .build());
        }
    }

    /** All that a stream keeps. */
    List<String> kept(String stream) throws Exception {
        try (Connection connection = connect()) {
            var management = connection.jetStreamManagement();
            List<String> messages = new ArrayList<>();
            long last = management.getStreamInfo(stream).getStreamState().getLastSequence();
            for (long sequence = 1; sequence <= last; sequence++) {
                messages.add(new String(management.getMessage(stream, sequence).getData(), StandardCharsets.UTF_8));
            }
            return messages;
        }
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
