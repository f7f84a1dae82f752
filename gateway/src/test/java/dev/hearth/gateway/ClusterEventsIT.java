package dev.hearth.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.hearth.gateway.async.DeliveryLimits;
import dev.hearth.gateway.async.EventMemory;
import dev.hearth.gateway.catalog.Catalog;
import dev.hearth.gateway.catalog.Revision;
import dev.hearth.gateway.destinations.Destinations;
import dev.hearth.gateway.dispatch.Dispatcher;
import dev.hearth.gateway.metrics.GatewayMetrics;
import dev.hearth.gateway.queue.EventQueueContract;
import dev.hearth.gateway.queue.jetstream.JetStreamSettings;
import dev.hearth.gateway.queue.jetstream.NatsProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** With a real server that is not there, or does not know whoever asks. */
class ClusterEventsIT {
    private static final Duration PATIENCE = Duration.ofSeconds(40);
    private static final long ROOM = 1L << 30;

    @TempDir
    private Path folder;

    private Optional<NatsProcess> server = Optional.empty();
    private Optional<ClusterEvents> events = Optional.empty();
    private int number;

    @BeforeEach
    void program() {
        Assumptions.assumeTrue(NatsProcess.program().isPresent(), "there is no Go to build the server of NATS with");
    }

    @AfterEach
    void end() {
        events.ifPresent(ClusterEvents::stop);
        events.ifPresent(ClusterEvents::close);
        server.ifPresent(NatsProcess::close);
    }

    /** Its functions are unknown, so that what is accepted waits. */
    private void begin() {
        Catalog catalog = new NoFunction();
        DeliveredEvents.Delivery delivery = new DeliveredEvents.Delivery(
                catalog,
                (_, _) -> new Never(),
                acceptor -> Destinations.ofThisMachine(catalog, acceptor, (_, _) -> Map.of()),
                new GatewayMetrics(),
                Duration.ofMinutes(1),
                new DeliveryLimits(1, ROOM, EventMemory.ofThisProcess()));
        JetStreamSettings settings =
                new JetStreamSettings(server.orElseThrow().url(), Optional.of(folder), "EVENTS", 1, ROOM);
        events = Optional.of(ClusterEvents.begin(settings, delivery));
    }

    private record Never() implements Dispatcher.InFlight {
        @Override
        public void abandon() {}

        @Override
        public void flow(boolean open) {}
    }

    private record NoFunction() implements Catalog {
        @Override
        public Optional<Revision> find(String accountId, String functionName) {
            return Optional.empty();
        }

        @Override
        public Collection<Revision> all() {
            return List.of();
        }
    }

    private void accept() {
        events.orElseThrow()
                .accept(EventQueueContract.event(number++))
                .toCompletableFuture()
                .join();
    }

    private void awaitAccepted() {
        await().atMost(PATIENCE)
                .ignoreExceptionsInstanceOf(CompletionException.class)
                .until(() -> {
                    accept();
                    return true;
                });
    }

    private String password(String password) throws IOException {
        Files.writeString(folder.resolve("username"), "hearth");
        Files.writeString(folder.resolve("password"), password);
        return "authorization { user: hearth, password: " + password + " }\n";
    }

    @Test
    void acceptsOnceItsServerIsThere() throws Exception {
        server = Optional.of(NatsProcess.start(folder.resolve("nats"), password("first")));
        server.get().kill();
        begin();
        await().untilAsserted(() ->
                assertThatThrownBy(this::accept).hasMessageContaining("the streams of events cannot be used"));

        server.get().startAgain();

        awaitAccepted();
    }

    /** As when whoever runs the server gives it another password, and the Secret after that. */
    @Test
    void takesItsPasswordAgainWhenItIsRefused() throws Exception {
        server = Optional.of(NatsProcess.start(folder.resolve("nats"), password("first")));
        begin();
        awaitAccepted();
        int acceptedBefore = number;

        server.get().kill();
        String other = password("second");
        password("first");
        server.get().startAgain(other);
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThatThrownBy(this::accept).hasMessageContaining("Authorization Violation"));
        password("second");

        awaitAccepted();
        assertThat(number).isGreaterThan(acceptedBefore);
    }
}
