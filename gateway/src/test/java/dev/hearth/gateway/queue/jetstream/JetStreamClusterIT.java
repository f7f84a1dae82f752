package dev.hearth.gateway.queue.jetstream;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hearth.gateway.queue.EventQueue;
import dev.hearth.gateway.queue.EventQueueContract;
import io.nats.client.Connection;
import io.nats.client.JetStreamManagement;
import io.nats.client.Nats;
import io.nats.client.api.Replica;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletionException;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Three real servers, each of which has every event. */
class JetStreamClusterIT {
    private static final int SERVERS = 3;
    private static final int EVENTS = 100;
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final long ROOM = 1L << 30;

    @TempDir
    private Path folder;

    private List<NatsProcess> servers = List.of();
    private Optional<EventQueue> queue = Optional.empty();
    private final Set<String> accepted = new HashSet<>();
    private int number;

    @BeforeEach
    void start() throws IOException {
        Assumptions.assumeTrue(NatsProcess.program().isPresent(), "there is no Go to build the server of NATS with");
        servers = NatsProcess.startCluster(folder, SERVERS);
    }

    @AfterEach
    void stop() {
        queue.ifPresent(EventQueue::close);
        servers.forEach(NatsProcess::close);
    }

    private EventQueue open() {
        JetStreamSettings settings =
                new JetStreamSettings(servers.getFirst().url(), Optional.empty(), "EVENTS", SERVERS, ROOM);
        return Awaitility.await()
                .atMost(PATIENCE)
                .ignoreExceptionsInstanceOf(IOException.class)
                .until(() -> JetStreamQueue.open(settings), _ -> true);
    }

    private EventQueue queue() {
        return queue.orElseThrow();
    }

    /** One after the other: killed while events come, and back with or without its disk. */
    @Test
    void losesNothingWithAnyOneOfItsServers() throws Exception {
        queue = Optional.of(open());
        queue().recover(_ -> {});
        for (NatsProcess server : servers) {
            accept(EVENTS);
            server.kill();
            long since = System.nanoTime();
            accept(1);
            System.out.printf(
                    "one of %d servers killed: events are accepted again after %d ms%n",
                    SERVERS, Duration.ofNanos(System.nanoTime() - since).toMillis());
            accept(EVENTS);
            if (server == servers.getLast()) {
                server.loseItsDisk();
            }
            server.startAgain();
            awaitThatAllServersHaveAll();
        }
        assertThat(recovered()).containsAll(accepted);
    }

    /** Most must have an event before anybody is told that it is accepted. */
    @Test
    void acceptsNothingWithoutMostOfItsServers() throws Exception {
        queue = Optional.of(open());
        queue().recover(_ -> {});
        accept(EVENTS);
        servers.get(1).kill();
        servers.get(2).kill();

        assertThat(queue().accept(EventQueueContract.event(number++)).toCompletableFuture())
                .failsWithin(Duration.ofSeconds(30))
                .withThrowableThat()
                .withCauseInstanceOf(IOException.class);

        servers.get(1).startAgain();
        servers.get(2).startAgain();
        accept(EVENTS);
        assertThat(recovered()).containsAll(accepted);
    }

    private void accept(int count) {
        for (int i = 0; i < count; i++) {
            if (!isAccepted()) {
                Awaitility.await().atMost(PATIENCE).until(this::isAccepted);
            }
        }
    }

    /** Each attempt is an event of its own. */
    private boolean isAccepted() {
        var event = EventQueueContract.event(number++);
        try {
            queue().accept(event).toCompletableFuture().join();
            accepted.add(event.requestId());
            return true;
        } catch (CompletionException e) {
            return false;
        }
    }

    private void awaitThatAllServersHaveAll() throws Exception {
        Connection connection = Nats.connect(servers.getFirst().url().toString());
        try {
            JetStreamManagement management = connection.jetStreamManagement();
            for (Lane lane : Lane.all("EVENTS")) {
                Awaitility.await()
                        .atMost(PATIENCE)
                        .ignoreExceptions()
                        .until(() -> isComplete(management
                                .getStreamInfo(lane.stream())
                                .getClusterInfo()
                                .getReplicas()));
            }
        } finally {
            connection.close();
        }
    }

    private static boolean isComplete(List<Replica> followers) {
        return followers.size() == SERVERS - 1
                && followers.stream().allMatch(each -> each.isCurrent() && !each.isOffline());
    }

    private List<String> recovered() throws IOException {
        queue().close();
        queue = Optional.of(open());
        List<String> ids = new ArrayList<>();
        queue().recover(kept -> ids.add(kept.event().requestId()));
        return ids;
    }
}
