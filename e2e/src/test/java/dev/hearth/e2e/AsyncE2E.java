package dev.hearth.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.ResourceLock;

/** Asynchronous invocations on one machine: a 202 is kept through the end of anything. */
@ResourceLock("machine")
class AsyncE2E {
    private static final int CLIENTS = 8;
    private static final int EVENTS = Integer.getInteger("hearth.events", 5_000);
    private static final int POISON = 50;
    private static final int KILLS = 15;
    private static final int MOST_ATTEMPTS = 3;
    private static final int ID = 0;
    private static final int REQUEST_ID = 1;

    @TempDir
    private Path folder;

    private Optional<SlowDisk> disk = Optional.empty();
    private volatile HearthProcess hearth;
    private volatile Lambda lambda;

    @BeforeEach
    void function() throws Exception {
        Files.copy(HearthProcess.checkout().resolve("e2e/functions/target/functions.jar"), folder.resolve("code.jar"));
        Files.writeString(folder.resolve("recorded.yaml"), """
            apiVersion: lambda.hearth.dev/v1alpha1
            kind: Function
            metadata: {name: recorded}
            spec:
              runtime: java25
              handler: example.faults.Recorded::run
              code: {file: code.jar}
              environment: {variables: {RECORD: "%s"}}
            """.formatted(record()));
    }

    @AfterEach
    void down() {
        hearth.close();
        disk.ifPresent(SlowDisk::close);
    }

    private Path record() {
        return folder.resolve("record.txt");
    }

    private void up() throws Exception {
        hearth = HearthProcess.up(
                folder,
                "--cache",
                folder.resolve("cache").toString(),
                "--state",
                folder.resolve("cache").toString(),
                "--account-concurrency",
                "4",
                "--event-retry-wait",
                "200ms");
        lambda = hearth.lambda();
    }

    private List<String> recorded() throws IOException {
        return Files.exists(record()) ? Files.readAllLines(record()) : List.of();
    }

    /** How often each event was tried, by a column of the record. */
    private Map<String, Long> attempts(int column) throws IOException {
        return recorded().stream()
                .collect(Collectors.groupingBy(line -> line.split(" ")[column], Collectors.counting()));
    }

    private void awaitDone() {
        await().atMost(Duration.ofMinutes(2))
                .pollInterval(Duration.ofMillis(200))
                .ignoreExceptions()
                .until(() -> !lambda.get("/metrics").contains("lambda_async_events_queued{"));
    }

    @Test
    void runsAnEventThatItHasAccepted() throws Exception {
        up();
        assertThat(lambda.event("recorded", "{\"id\":1}")).isEqualTo(202);

        await().until(() -> recorded().size() == 1);
        awaitDone();
        assertThat(lambda.get("/metrics"))
                .contains("lambda_async_events_received_total{function=\"recorded\",namespace=\"default\"} 1.0");
    }

    @Test
    void triesAnEventThatFailsThreeTimesWithOneRequestId() throws Exception {
        up();
        assertThat(lambda.event("recorded", "{\"id\":1,\"fail\":true}")).isEqualTo(202);

        await().until(() -> recorded().size() == MOST_ATTEMPTS);
        awaitDone();

        assertThat(Set.copyOf(recorded())).hasSize(1);
        assertThat(lambda.get("/metrics"))
                .contains("lambda_async_events_dropped_total{function=\"recorded\",namespace=\"default\","
                        + "reason=\"RetriesExhausted\"} 1.0");
    }

    @Test
    void keepsEventsThroughTheEndOfTheGateway() throws Exception {
        up();
        Path gate = folder.resolve("gate");
        assertThat(lambda.event("recorded", "{\"id\":1,\"gate\":\"" + gate + "\"}"))
                .isEqualTo(202);
        HearthProcess before = hearth;
        before.signal("KILL", before.pid());
        up();
        before.close();
        assertThat(recorded()).isEmpty();

        Files.createFile(gate);

        await().untilAsserted(() -> assertThat(attempts(ID)).containsKey("1"));
        awaitDone();
    }

    /** Every accepted event is tried at least once, and none more often than it may be, while processes are killed and the disk stalls. */
    @Test
    void losesNothingThatItHasAccepted() throws Exception {
        long seed = System.nanoTime();
        disk = SlowDisk.mount(folder.resolve("cache"));
        System.out.println("AsyncE2E, seed " + seed + ", events " + EVENTS
                + (disk.isPresent() ? ", on a disk that stands still at times" : ""));
        up();
        Set<String> accepted = ConcurrentHashMap.newKeySet();
        try (TestThreads clients = new TestThreads()) {
            List<Future<?>> sending = IntStream.range(0, CLIENTS)
                    .<Future<?>>mapToObj(client -> clients.submit(() -> send(client, accepted)))
                    .toList();
            Random random = new Random(seed);
            for (int kill = 0; kill < KILLS || sending.stream().anyMatch(each -> !each.isDone()); kill++) {
                Thread.sleep(200 + random.nextInt(800));
                if (kill % 3 == 0 && disk.isPresent()) {
                    disk.get().stall(100 + random.nextInt(1_400));
                } else {
                    kill(kill % 3 == 2, random);
                }
            }
            for (Future<?> each : sending) {
                each.get();
            }
        }
        awaitDone();

        assertThat(accepted).hasSize(EVENTS);
        assertThat(attempts(ID).keySet()).as("tried").containsAll(accepted);
        assertThat(attempts(REQUEST_ID).values()).as("attempts").allMatch(count -> count <= MOST_ATTEMPTS);
        List<JsonNode> failed = failed();
        assertThat(failed.stream().map(each -> each.path("RequestId").asText()))
                .as("failed, each once")
                .doesNotHaveDuplicates();
        assertThat(failed.stream()
                        .filter(each -> !wasKilledEachTime(each))
                        .map(AsyncE2E::id)
                        .collect(Collectors.toSet()))
                .as("failed: exactly those that must")
                .isEqualTo(accepted.stream()
                        .map(Integer::parseInt)
                        .filter(AsyncE2E::isPoison)
                        .collect(Collectors.toSet()));
        System.out.println("accepted " + accepted.size() + ", attempts "
                + recorded().size() + ", of " + attempts(REQUEST_ID).size()
                + "; given up since kills ended each attempt: "
                + failed.stream().filter(AsyncE2E::wasKilledEachTime).toList());
    }

    private List<JsonNode> failed() throws Exception {
        List<JsonNode> all = new ArrayList<>();
        for (String marker = ""; marker != null; ) {
            JsonNode page = new ObjectMapper()
                    .readTree(lambda.get("/hearth/v1/functions/recorded/failed-events?MaxItems=1000" + marker));
            page.path("FailedEvents").forEach(all::add);
            marker =
                    page.has("NextMarker") ? "&Marker=" + page.get("NextMarker").asText() : null;
        }
        return all;
    }

    /** It is not one of those that must fail, but was tried as often as it may be, and a kill ended the last attempt too. */
    private static boolean wasKilledEachTime(JsonNode failed) {
        String response = failed.path("Response").asText();
        return !isPoison(id(failed))
                && failed.path("ApproximateInvokeCount").asInt() == MOST_ATTEMPTS
                && (response.isEmpty() || response.contains("Runtime.ExitError"));
    }

    private static int id(JsonNode failed) {
        try {
            return new ObjectMapper()
                    .readTree(failed.path("Payload").asText())
                    .path("id")
                    .asInt();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static boolean isPoison(int id) {
        return id % (EVENTS / POISON) == 0;
    }

    private Void send(int client, Set<String> accepted) throws InterruptedException {
        for (int id = client; id < EVENTS; id += CLIENTS) {
            while (!isAccepted(id)) {
                Thread.sleep(20); // nobody said that it will be done
            }
            accepted.add(Integer.toString(id));
            Thread.sleep(5);
        }
        return null;
    }

    private boolean isAccepted(int id) throws InterruptedException {
        try {
            return lambda.event("recorded", "{\"id\":" + id + ",\"fail\":" + isPoison(id) + "}") == 202;
        } catch (IOException e) {
            return false;
        }
    }

    private void kill(boolean gateway, Random random) throws Exception {
        if (gateway) {
            HearthProcess before = hearth;
            before.signal("KILL", before.pid());
            up();
            before.close();
        } else {
            List<Long> jvms = List.copyOf(hearth.jvms("recorded"));
            if (!jvms.isEmpty()) {
                ProcessHandle.of(jvms.get(random.nextInt(jvms.size()))).ifPresent(ProcessHandle::destroyForcibly);
            }
        }
    }
}
