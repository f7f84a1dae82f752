package dev.hearth.images.training;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** A program that runs to be watched by its JVM, which writes an AOT cache when it ends. */
final class TrainedProcess implements AutoCloseable {
    private static final Duration START = Duration.ofMinutes(3);
    private static final Duration END = Duration.ofMinutes(5);
    private static final Duration PAUSE = Duration.ofMillis(100);

    private static final HttpClient CLIENT = HttpClient.newHttpClient();

    private final Process process;
    private final Path cache;

    private TrainedProcess(Process process, Path cache) {
        this.process = process;
        this.cache = cache;
    }

    /** @param cache what its command line says that it writes */
    static TrainedProcess start(List<String> command, Map<String, String> variables, Path cache) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(command).inheritIO();
        builder.environment().putAll(variables);
        return new TrainedProcess(builder.start(), cache);
    }

    /** Returns when it says at this address that it is ready. */
    void awaitReady(URI probe) throws IOException, InterruptedException {
        long limit = System.nanoTime() + START.toNanos();
        while (!isReady(probe)) {
            if (!process.isAlive() || System.nanoTime() > limit) {
                throw new IOException(probe + " did not say that it is ready");
            }
            Thread.sleep(PAUSE);
        }
    }

    private static boolean isReady(URI probe) throws InterruptedException {
        try {
            return CLIENT.send(HttpRequest.newBuilder(probe).build(), HttpResponse.BodyHandlers.discarding())
                            .statusCode()
                    == 200;
        } catch (IOException notYet) {
            return false;
        }
    }

    /** As Kubernetes ends it; then its cache is there. */
    void end() throws IOException, InterruptedException {
        process.destroy();
        if (!process.waitFor(END.toSeconds(), TimeUnit.SECONDS)) {
            throw new IOException(cache + " was not written within " + END);
        }
        if (!Files.isRegularFile(cache)) {
            throw new IOException(cache + " was not written");
        }
    }

    /** Whatever it does. */
    @Override
    public void close() {
        process.destroyForcibly();
    }
}
