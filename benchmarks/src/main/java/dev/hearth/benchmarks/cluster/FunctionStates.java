package dev.hearth.benchmarks.cluster;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** All functions, watched: when each was first seen to be Ready, for each of its generations. */
final class FunctionStates implements AutoCloseable {
    private final Watch watch;
    private final Map<String, Long> ready = new HashMap<>();
    private int count;

    private FunctionStates(Client api) {
        watch = new Watch(api, "/apis/lambda.hearth.dev/v1alpha1/functions?watch=1", this::take);
    }

    static FunctionStates watch(Client api) {
        return new FunctionStates(api);
    }

    private synchronized void take(JsonNode event) {
        JsonNode function = event.get("object");
        for (JsonNode condition : function.at("/status/conditions")) {
            if (condition.get("type").asText().equals("Ready")
                    && condition.get("status").asText().equals("True")) {
                note(function, condition.get("observedGeneration").asLong());
            }
        }
    }

    private void note(JsonNode function, long generation) {
        String name = function.at("/metadata/namespace").asText() + "/"
                + function.at("/metadata/name").asText();
        boolean isNew = ready.putIfAbsent(key(name, generation), System.nanoTime()) == null;
        if (isNew && generation == 1) {
            count++;
        }
        notifyAll();
    }

    private static String key(String name, long generation) {
        return name + "@" + generation;
    }

    /** How many were ever Ready. */
    synchronized int count() {
        return count;
    }

    /** When it was first seen, {@link System#nanoTime}; waits for it. */
    synchronized long awaitReady(String name, long generation, Duration limit) throws InterruptedException {
        long end = System.nanoTime() + limit.toNanos();
        while (true) {
            Long seen = ready.get(key(name, generation));
            if (seen != null) {
                return seen;
            }
            long left = end - System.nanoTime();
            if (left <= 0) {
                throw new IllegalStateException(
                        name + ", generation " + generation + ", was not Ready within " + limit);
            }
            TimeUnit.NANOSECONDS.timedWait(this, left);
        }
    }

    @Override
    public void close() {
        watch.close();
    }
}
