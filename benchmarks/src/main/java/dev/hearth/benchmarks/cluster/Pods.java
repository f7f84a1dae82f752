package dev.hearth.benchmarks.cluster;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

/** The pods of a namespace, watched: when each was first seen to have a node, and its container to run. */
final class Pods implements AutoCloseable {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final long LIMIT_NANOS = 120_000_000_000L;

    private final Stream<String> events;
    private final Map<String, Times> seen = new ConcurrentHashMap<>();
    private final Set<String> present = ConcurrentHashMap.newKeySet();

    /** When it happened, {@link System#nanoTime}; 0: not yet. */
    record Times(String app, long created, long bound, long running) {}

    private Pods(Stream<String> events) {
        this.events = events;
    }

    static Pods watch(Client api, String namespace) {
        Pods pods = new Pods(api.lines("/api/v1/namespaces/" + namespace + "/pods?watch=1"));
        Thread.ofVirtual().start(() -> {
            try {
                pods.events.forEach(pods::take);
            } catch (UncheckedIOException closed) {
                // the watch was ended
            }
        });
        return pods;
    }

    private void take(String line) {
        long now = System.nanoTime();
        try {
            JsonNode event = JSON.readTree(line);
            JsonNode pod = event.get("object");
            String name = pod.at("/metadata/name").asText();
            if (event.get("type").asText().equals("DELETED")) {
                present.remove(name);
                return;
            }
            present.add(name);
            boolean bound = pod.at("/spec/nodeName").isTextual();
            boolean running =
                    pod.at("/status/containerStatuses/0/state/running").isObject();
            String app = pod.at("/metadata/labels/app")
                    .asText(pod.at("/metadata/labels/lambda.hearth.dev~1function")
                            .asText());
            seen.merge(
                    name,
                    new Times(app, now, bound ? now : 0, running ? now : 0),
                    (before, after) -> new Times(
                            app,
                            before.created,
                            before.bound == 0 ? after.bound : before.bound,
                            before.running == 0 ? after.running : before.running));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Waits until this app has a pod that is newer than a moment and runs. */
    Times awaitRunning(String app, long since) throws InterruptedException {
        long limit = System.nanoTime() + LIMIT_NANOS;
        while (System.nanoTime() < limit) {
            var found = seen.values().stream()
                    .filter(pod -> pod.app.equals(app) && pod.created >= since && pod.running != 0)
                    .findFirst();
            if (found.isPresent()) {
                return found.get();
            }
            Thread.sleep(1);
        }
        throw new IllegalStateException("no pod of " + app + " runs");
    }

    void awaitNone() throws InterruptedException {
        long limit = System.nanoTime() + LIMIT_NANOS;
        while (!present.isEmpty()) {
            if (System.nanoTime() > limit) {
                throw new IllegalStateException("pods are still there: " + present);
            }
            Thread.sleep(10);
        }
    }

    @Override
    public void close() {
        events.close();
    }
}
