package dev.hearth.gateway.fleet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.hearth.gateway.Revisions;
import dev.hearth.gateway.catalog.Home;
import dev.hearth.gateway.catalog.Revision;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Environments as processes of this machine; the launcher is a line of shell. */
class ProcessFleetIT {
    @TempDir
    Path home;

    private final BlockingQueue<String> ended = new LinkedBlockingQueue<>();
    private ProcessFleet fleet = new ProcessFleet(1, Duration.ofSeconds(1));

    @AfterEach
    void noProcessIsLeft() {
        fleet.close();
        assertThat(launchers()).isEmpty();
    }

    @Test
    void startsWhatIsMissingAndReplacesWhatEnded() throws Exception {
        begin("echo $HEARTH_ENVIRONMENT_ID $HEARTH_TOKEN >> \"$LAMBDA_TASK_ROOT/started\"; exec sleep 60");
        Revision revision = revision(Map.of());
        fleet.want(revision, 2);
        fleet.want(revision, 1);
        List<String[]> started = started(2);
        for (String[] each : started) {
            assertThat(identify(fleet, each[0], each[1])).contains(revision);
            assertThat(identify(fleet, each[0], "guess")).isEmpty();
        }

        fleet.remove(revision, started.getFirst()[0]);
        assertThat(next()).startsWith("gone " + started.getFirst()[0]);
        fleet.want(revision, 2);

        assertThat(started(3)).hasSize(3);
    }

    @Test
    void aReleasedEnvironmentDoesNotCount() throws Exception {
        begin("echo $HEARTH_ENVIRONMENT_ID $HEARTH_TOKEN >> \"$LAMBDA_TASK_ROOT/started\"; exec sleep 60");
        Revision revision = revision(Map.of());
        fleet.want(revision, 1);
        String[] first = started(1).getFirst();
        fleet.identify(first[0], first[1]);

        fleet.release(revision, first[0]);
        fleet.want(revision, 1);

        assertThat(started(2)).hasSize(2);
    }

    @Test
    void aProcessThatEndsAtOnceMakesRoomForTheNextAtOnce() throws Exception {
        begin("exit 127");
        long before = System.nanoTime();
        fleet.want(revision(Map.of()), 5);

        for (int i = 0; i < 5; i++) {
            assertThat(next()).startsWith("not started").endsWith("ended with status 127");
        }
        assertThat(Duration.ofNanos(System.nanoTime() - before)).isLessThan(Duration.ofSeconds(3));
    }

    @Test
    void aProcessThatDoesNotAttachIsEnded() throws Exception {
        begin("exec sleep 60");
        fleet.want(revision(Map.of()), 1);

        assertThat(next()).startsWith("not started").endsWith("ended with status 137");
    }

    @Test
    void aLaunchThatFailsIsTold() throws Exception {
        begin("exec sleep 60");
        fleet.want(Revisions.of("without-a-folder"), 1);
        assertThat(next()).startsWith("not started").endsWith("could not be started");

        fleet.want(revision(Map.of("BAD", "a\0b")), 1);
        assertThat(next()).startsWith("not started").endsWith("could not be started");
    }

    @Test
    void closingEndsWhatStartsAndWhatWaitsForItsTurn() throws Exception {
        begin("exec sleep 60");
        fleet.want(revision(Map.of()), 4);
        await().until(() -> !launchers().isEmpty());
        long before = System.nanoTime();

        fleet.close();

        assertThat(Duration.ofNanos(System.nanoTime() - before)).isLessThan(Duration.ofSeconds(2));
        assertThat(ended).hasSize(4);
        fleet.want(revision(Map.of()), 1);
        assertThat(launchers()).isEmpty();
    }

    private void begin(String launcher) throws IOException {
        Files.writeString(home.resolve("launcher"), launcher + "\n");
        var folders = EnvironmentFolders.ofThisProcess(home.resolve("cache"));
        fleet.begin(
                new EnvironmentLauncher(home, Optional.empty(), folders, "127.0.0.1:1", "us-east-1", List.of()),
                new FleetListener() {
                    @Override
                    public void environmentNotStarted(Revision revision, String environmentId, String reason) {
                        ended.add("not started " + environmentId + " " + reason);
                    }

                    @Override
                    public void environmentGone(Revision revision, String environmentId, String reason) {
                        ended.add("gone " + environmentId + " " + reason);
                    }
                });
    }

    private String next() throws InterruptedException {
        return ended.poll(10, TimeUnit.SECONDS);
    }

    /** Id and token of each environment that was started, once there are so many. */
    private List<String[]> started(int count) {
        List<String[]> lines = new ArrayList<>();
        await().until(() -> {
            lines.clear();
            Path file = home.resolve("started");
            if (Files.exists(file)) {
                Files.readAllLines(file).forEach(line -> lines.add(line.split(" ")));
            }
            return lines.size() >= count;
        });
        return lines;
    }

    private static List<ProcessHandle> launchers() {
        return ProcessHandle.current().children().filter(ProcessHandle::isAlive).toList();
    }

    private Revision revision(Map<String, String> variables) {
        return Revisions.at(new Home.Machine(home), Revisions.withVariables(Revisions.of("hello"), variables));
    }

    private static Optional<Revision> identify(ProcessFleet fleet, String id, String token) {
        return fleet.identify(id, token).toCompletableFuture().join();
    }
}
