package dev.hearth.benchmarks.cluster;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * Tells of what is there and of each change of it, until it is closed. The API server ends a watch that it likes no more, e.g. of
 * a client that does not keep up; another one begins then.
 */
final class Watch implements AutoCloseable {
    private static final Duration PAUSE = Duration.ofMillis(100);

    private final Client api;
    private final String path;
    private final Consumer<JsonNode> event;
    private final Thread thread;

    /** @param path e.g. {@code /api/v1/pods?watch=1} */
    Watch(Client api, String path, Consumer<JsonNode> event) {
        this.api = api;
        this.path = path;
        this.event = event;
        thread = Thread.ofVirtual().start(this::run);
    }

    private void run() {
        try {
            while (true) {
                follow();
                Thread.sleep(PAUSE);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt(); // closed
        }
    }

    private void follow() {
        try (Stream<String> lines = api.lines(path)) {
            lines.forEach(line -> event.accept(Client.read(line)));
        } catch (UncheckedIOException | IllegalStateException e) {
            if (!Thread.currentThread().isInterrupted()) {
                Progress.say("a watch ended, another one begins: " + e);
            }
        }
    }

    @Override
    public void close() {
        thread.interrupt();
    }
}
