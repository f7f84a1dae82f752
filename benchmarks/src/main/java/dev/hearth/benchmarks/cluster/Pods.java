package dev.hearth.benchmarks.cluster;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/** The pods of a namespace, watched: when each was first seen to have a node, and its container to run. */
final class Pods implements AutoCloseable {
    private static final long LIMIT_NANOS = 120_000_000_000L;

    private final Watch watch;
    private final Map<String, Times> seen = new HashMap<>();
    private final Set<String> present = new HashSet<>();

    /** When it happened, {@link System#nanoTime}; 0: not yet. */
    record Times(String app, long created, long bound, long running) {}

    private Pods(Client api, String namespace) {
        watch = new Watch(api, "/api/v1/namespaces/" + namespace + "/pods?watch=1", this::take);
    }

    static Pods watch(Client api, String namespace) {
        return new Pods(api, namespace);
    }

    private synchronized void take(JsonNode event) {
        long now = System.nanoTime();
        JsonNode pod = event.get("object");
        String name = pod.at("/metadata/name").asText();
        if (event.get("type").asText().equals("DELETED")) {
            present.remove(name);
        } else {
            present.add(name);
            see(name, pod, now);
        }
        notifyAll();
    }

    private void see(String name, JsonNode pod, long now) {
        boolean bound = pod.at("/spec/nodeName").isTextual();
        boolean running = pod.at("/status/containerStatuses/0/state/running").isObject();
        String app = pod.at("/metadata/labels/app")
                .asText(pod.at("/metadata/labels/lambda.hearth.dev~1function").asText());
        seen.merge(
                name,
                new Times(app, now, bound ? now : 0, running ? now : 0),
                (before, after) -> new Times(
                        app,
                        before.created,
                        before.bound == 0 ? after.bound : before.bound,
                        before.running == 0 ? after.running : before.running));
    }

    /** Waits until this app has a pod that is newer than a moment and runs. */
    synchronized Times awaitRunning(String app, long since) throws InterruptedException {
        long limit = System.nanoTime() + LIMIT_NANOS;
        while (true) {
            var found = seen.values().stream()
                    .filter(pod -> pod.app.equals(app) && pod.created >= since && pod.running != 0)
                    .findFirst();
            if (found.isPresent()) {
                return found.get();
            }
            awaitEvent(limit, "no pod of " + app + " runs");
        }
    }

    synchronized void awaitNone() throws InterruptedException {
        long limit = System.nanoTime() + LIMIT_NANOS;
        while (!present.isEmpty()) {
            awaitEvent(limit, "pods are still there: " + present);
        }
    }

    private void awaitEvent(long limit, String otherwise) throws InterruptedException {
        long left = limit - System.nanoTime();
        if (left <= 0) {
            throw new IllegalStateException(otherwise);
        }
        TimeUnit.NANOSECONDS.timedWait(this, left);
    }

    @Override
    public void close() {
        watch.close();
    }
}
