package dev.hearth.e2e.controlplane;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** The operator or the gateway as a process of this machine. */
final class Part implements AutoCloseable {
    private static final HttpClient CLIENT = HttpClient.newHttpClient();

    private final Process process;
    private final URI probe;

    private Part(Process process, URI probe) {
        this.process = process;
        this.probe = probe;
    }

    /**
     * @param probe answers 200 when it is ready
     * @param log file for what it prints
     */
    static Part start(List<String> command, Map<String, String> variables, URI probe, Path log) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
        builder.environment().putAll(variables);
        return new Part(builder.start(), probe);
    }

    Part awaitReady() {
        await().until(this::isReady);
        return this;
    }

    boolean isReady() throws InterruptedException {
        try {
            return CLIENT.send(HttpRequest.newBuilder(probe).build(), HttpResponse.BodyHandlers.discarding())
                            .statusCode()
                    == 200;
        } catch (IOException notYet) {
            return false;
        }
    }

    boolean isAlive() {
        return process.isAlive();
    }

    /** Ends it without a chance to say or do anything. */
    void kill() throws InterruptedException {
        process.destroyForcibly().waitFor();
    }

    @Override
    public void close() throws InterruptedException {
        process.destroy();
        if (!process.waitFor(30, TimeUnit.SECONDS)) {
            process.destroyForcibly().waitFor();
        }
    }
}
