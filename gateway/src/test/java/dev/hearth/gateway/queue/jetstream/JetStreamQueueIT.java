package dev.hearth.gateway.queue.jetstream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import dev.hearth.gateway.queue.AcceptedEvent;
import dev.hearth.gateway.queue.EventCodec;
import dev.hearth.gateway.queue.EventQueue;
import dev.hearth.gateway.queue.EventQueueContract;
import dev.hearth.gateway.queue.Outcome;
import dev.hearth.gateway.queue.Progress;
import dev.hearth.gateway.queue.QueueFull;
import io.nats.client.Connection;
import io.nats.client.Nats;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** With a real server; each test has a stream of its own. */
class JetStreamQueueIT extends EventQueueContract {
    private static final long ROOM = 1L << 30;
    private static final AtomicInteger STREAMS = new AtomicInteger();

    @TempDir
    private static Path folder;

    private static Optional<NatsProcess> server = Optional.empty();
    private String stream = "";

    @BeforeAll
    static void start() throws IOException {
        Assumptions.assumeTrue(NatsProcess.program().isPresent(), "there is no Go to build the server of NATS with");
        server = Optional.of(NatsProcess.start(folder));
    }

    @AfterAll
    static void stop() {
        server.ifPresent(NatsProcess::close);
    }

    @BeforeEach
    void stream() {
        stream = "EVENTS-" + STREAMS.incrementAndGet();
    }

    private EventQueue open(long room) throws IOException {
        return JetStreamQueue.open(
                new JetStreamSettings(server.orElseThrow().url(), Optional.empty(), stream, 1, room));
    }

    @Override
    protected EventQueue open() throws IOException {
        return open(ROOM);
    }

    /** The owner ends; the server has what it acknowledged. */
    @Override
    protected void crash() {
        if (queue != null) {
            queue.close();
        }
    }

    private Set<String> ids() throws IOException {
        queue = open();
        Set<String> ids = new HashSet<>();
        queue.recover(kept -> ids.add(kept.event().requestId()));
        return ids;
    }

    @Test
    void acceptsNoMoreThanItHasRoomFor() throws Exception {
        queue = open(16L << 20);
        queue.recover(_ -> {});
        EventQueue.Place first = accept(large(1));
        List<Throwable> refusals = new ArrayList<>();
        for (int i = 2; i < 40 && refusals.isEmpty(); i++) {
            try {
                accept(large(i));
            } catch (CompletionException e) {
                refusals.add(e.getCause());
            }
        }

        assertThat(refusals).singleElement().isInstanceOf(QueueFull.class);
        queue.remove(first).toCompletableFuture().join();
        accept(event(1));
    }

    private static AcceptedEvent large(int number) {
        AcceptedEvent one = event(number);
        byte[] payload = ("\"" + "x".repeat((1 << 20) - 2) + "\"").getBytes(StandardCharsets.US_ASCII);
        return new AcceptedEvent(
                one.requestId(), one.function(), one.qualifier(), one.traceHeader(), one.acceptedAt(), payload);
    }

    /** The server is killed over and over while events come and go: what it acknowledged is there. */
    @Test
    void losesNothingWhenTheServerIsKilled() throws Exception {
        queue = open();
        queue.recover(_ -> {});
        Set<String> accepted = new HashSet<>();
        int number = 0;
        for (int kill = 0; kill < 5; kill++) {
            for (int i = 0; i < 100; i++) {
                boolean remove = i % 3 == 0;
                String id = acceptAtLast(number++, remove);
                if (!remove) {
                    accepted.add(id);
                }
            }
            server.orElseThrow().kill();
            assertThat(queue.accept(event(number++)).toCompletableFuture())
                    .failsWithin(Duration.ofSeconds(30))
                    .withThrowableThat()
                    .withCauseInstanceOf(IOException.class);
            server.orElseThrow().startAgain();
        }
        Awaitility.await().atMost(Duration.ofSeconds(30)).until(() -> isReachable());
        queue.close();

        assertThat(ids()).containsAll(accepted);
    }

    private boolean isReachable() {
        try {
            queue.remove(accept(event(999_999))).toCompletableFuture().join();
            return true;
        } catch (CompletionException e) {
            return false;
        }
    }

    /** Each attempt is a request of its own; which one it is in the end. */
    private String acceptAtLast(int number, boolean remove) {
        for (int attempt = 0; ; attempt++) {
            AcceptedEvent event = event(number + attempt * 10_000);
            try {
                EventQueue.Place place = accept(event);
                if (remove) {
                    queue.remove(place).toCompletableFuture().join();
                }
                return event.requestId();
            } catch (CompletionException e) {
                if (attempt > 60) {
                    throw e;
                }
                Awaitility.await().pollDelay(Duration.ofMillis(500)).until(() -> true);
            }
        }
    }

    /** The pod of a gateway is deleted: another is started while the first still runs what it has. */
    @Test
    void anotherGatewayGetsTheEventsWhenTheFirstHasEnded() throws Exception {
        queue = open();
        queue.recover(_ -> {});
        accept(event(1));
        assertThatThrownBy(this::open).isInstanceOf(IOException.class).hasMessageContaining("another gateway");
        accept(event(2));
        queue.close();

        assertThat(ids()).hasSize(2);
    }

    /** It was cut off, and another has taken the events: it is told when it is back. */
    @Test
    void whoWasCutOffLearnsThatAnotherHasTheEvents() throws Exception {
        try (Cable cable = new Cable(server.orElseThrow().url())) {
            JetStreamQueue first =
                    JetStreamQueue.open(new JetStreamSettings(cable.url(), Optional.empty(), stream, 1, ROOM));
            first.recover(_ -> {});
            first.accept(event(1)).toCompletableFuture().join();
            cable.cut();

            queue = open();
            List<String> ids = new ArrayList<>();
            queue.recover(kept -> ids.add(kept.event().requestId()));
            assertThat(ids).containsExactly(event(1).requestId());
            assertThat(first.isSuperseded()).isFalse();
            cable.mend();

            Awaitility.await().atMost(Duration.ofSeconds(30)).until(first::isSuperseded);
            assertThat(((JetStreamQueue) queue).isSuperseded()).isFalse();
            first.close();
        }
    }

    /** As of a server that has lost its disk. */
    @Test
    void makesStreamsAgainThatAreGone() throws Exception {
        queue = open();
        queue.recover(_ -> {});
        EventQueue.Place lost = accept(event(1));
        Connection connection = Nats.connect(server.orElseThrow().url().toString());
        try {
            for (Lane lane : Lane.all(stream)) {
                connection.jetStreamManagement().deleteStream(lane.stream());
            }
        } finally {
            connection.close();
        }

        Awaitility.await().atMost(Duration.ofSeconds(30)).until(() -> isReachable());
        assertThatThrownBy(() -> queue.read(lost)).isInstanceOf(EventQueue.Unreadable.class);
    }

    /** As when its server ends in the middle of that. */
    @Test
    void canBeOpenedAgainWhenItCouldNotBeRead() throws Exception {
        queue = open();
        queue.recover(_ -> {});
        accept(event(1));
        queue.close();
        EventQueue unread = open();
        assertThatThrownBy(() -> unread.recover(_ -> {
                    throw new IllegalStateException("damaged");
                }))
                .hasMessage("damaged");
        unread.close();

        assertThat(ids()).hasSize(1);
    }

    /** Nobody was told that it is kept, so it is not to be run, however it went. */
    @Test
    void whatWasNotAcknowledgedIsForgottenOnceTheServerIsBack() throws Exception {
        queue = open();
        queue.recover(_ -> {});
        accept(event(1));
        server.orElseThrow().kill();
        assertThat(queue.accept(event(2)).toCompletableFuture()).failsWithin(Duration.ofSeconds(30));
        server.orElseThrow().startAgain();
        Awaitility.await().atMost(Duration.ofSeconds(30)).until(() -> isReachable());
        queue.close();

        assertThat(ids()).containsExactly(event(1).requestId());
    }

    /** It stands still with the event on its way, and gets it after its sender has given up. */
    @Test
    void whatTheServerTakesTooLateIsForgotten() throws Exception {
        queue = open();
        queue.recover(_ -> {});
        accept(event(1));
        server.orElseThrow().stall();
        assertThat(queue.accept(event(2)).toCompletableFuture()).failsWithin(Duration.ofSeconds(30));
        server.orElseThrow().goOn();
        awaitForgotten(event(2));
        queue.close();

        assertThat(ids()).containsExactly(event(1).requestId());
    }

    private void awaitForgotten(AcceptedEvent event) throws Exception {
        String subject = Lane.subject(stream, event.function(), event.requestId());
        Connection connection = Nats.connect(server.orElseThrow().url().toString());
        try {
            Awaitility.await()
                    .atMost(Duration.ofSeconds(30))
                    .ignoreExceptions()
                    .until(() -> connection
                            .jetStreamManagement()
                            .getLastMessage(Lane.of(subject).stream(), subject)
                            .getHeaders()
                            .containsKey(Owed.FORGOTTEN));
        } finally {
            connection.close();
        }
    }

    /** Event loops call it: they wait for no server, and memory is bounded. */
    @Test
    void neverBlocksWhileTheServerStandsStill() throws Exception {
        queue = open();
        queue.recover(_ -> {});
        server.orElseThrow().stall();
        List<CompletableFuture<EventQueue.Place>> accepted = assertTimeoutPreemptively(
                Duration.ofSeconds(4), // it would wait five for an answer
                () -> IntStream.range(0, 40)
                        .mapToObj(number -> queue.accept(large(number)).toCompletableFuture())
                        .toList());

        assertThat(accepted)
                .filteredOn(CompletableFuture::isCompletedExceptionally)
                .hasSizeGreaterThan(20);
        assertThat(accepted.getLast())
                .failsWithin(Duration.ofSeconds(1))
                .withThrowableThat()
                .withCauseInstanceOf(QueueFull.class)
                .withMessageContaining("do not keep up");
        server.orElseThrow().goOn();
        Awaitility.await().atMost(Duration.ofSeconds(60)).until(() -> isReachable());
    }

    /** What is noted of events, and what became of them, has room when no other event has. */
    @Test
    void finishesWhatItHasWhenItIsFull() throws Exception {
        queue = open(16L << 20);
        queue.recover(_ -> {});
        Map<EventQueue.Place, AcceptedEvent> accepted = new HashMap<>();
        boolean isFull = false;
        for (int number = 0; number < 40 && !isFull; number++) {
            try {
                accepted.put(accept(large(number)), large(number));
            } catch (CompletionException e) {
                isFull = e.getCause() instanceof QueueFull;
            }
        }
        assertThat(isFull).isTrue();

        Outcome outcome = new Outcome(
                Outcome.Condition.RetriesExhausted,
                1,
                Instant.EPOCH,
                Optional.of(new Outcome.Response("1", Optional.of("Unhandled"), new byte[100])));
        accepted.forEach((place, event) -> {
            queue.note(place, new Progress(1, Instant.EPOCH, Instant.EPOCH))
                    .toCompletableFuture()
                    .join();
            queue.settle(place, event, outcome).toCompletableFuture().join();
        });
        queue.close();

        queue = open();
        List<Optional<Outcome>> outcomes = new ArrayList<>();
        queue.recover(kept -> outcomes.add(kept.outcome()));
        assertThat(outcomes).hasSameSizeAs(accepted.keySet()).allMatch(Optional::isPresent);
    }

    /** Of a later release, of nobody knows whom, and empty. */
    @Test
    void setsAsideWhatItCannotDecodeAndLeavesItWhereItIs() throws Exception {
        queue = open();
        queue.recover(_ -> {});
        accept(event(1));
        AcceptedEvent noted = event(2);
        accept(noted);
        queue.close();
        byte[] later = EventCodec.bytes(event(3));
        later[0] = 9;
        Connection connection = Nats.connect(server.orElseThrow().url().toString());
        try {
            connection.jetStream().publish(Lane.subject(stream, event(3).function(), "later"), later);
            connection.jetStream().publish(stream + ".1.2.forged", EventCodec.bytes(event(4)));
            connection.jetStream().publish(stream + ".1.2.empty", new byte[0]);
            String subject = Lane.subject(stream, noted.function(), noted.requestId());
            connection.jetStream().publish(subject + Stored.NOTE, new byte[] {9, 9});

            assertThat(ids()).containsExactly(event(1).requestId());
            assertThat(queue.setAside()).isEqualTo(4);
            queue.close();
            assertThat(ids()).hasSize(1);
            assertThat(queue.setAside()).isEqualTo(4);
            String lane = Lane.of(stream + ".1.2.forged").stream();
            assertThat(connection
                            .jetStreamManagement()
                            .getLastMessage(lane, stream + ".1.2.forged")
                            .getData())
                    .isEqualTo(EventCodec.bytes(event(4)));
        } finally {
            connection.close();
        }
    }

    // ---- two gateways ----

    private final List<JetStreamQueue> others = new ArrayList<>();

    @AfterEach
    void closeOthers() {
        others.forEach(JetStreamQueue::close);
    }

    /** One that has the events and is cut off, and its successor. */
    private JetStreamQueue cutOff(Cable cable) throws Exception {
        JetStreamQueue first =
                JetStreamQueue.open(new JetStreamSettings(cable.url(), Optional.empty(), stream, 1, ROOM));
        others.add(first);
        return first;
    }

    /** That an attempt begins is written before a handler runs: one of two gateways may run it. */
    @Test
    void ofTwoGatewaysOneOnlyBeginsAnAttempt() throws Exception {
        try (Cable cable = new Cable(server.orElseThrow().url())) {
            JetStreamQueue first = cutOff(cable);
            first.recover(_ -> {});
            EventQueue.Place old = first.accept(event(1)).toCompletableFuture().join();
            cable.cut();
            List<EventQueue.Kept> kept = new ArrayList<>();
            queue = open();
            queue.recover(kept::add);
            Progress begun = new Progress(1, Instant.EPOCH, Instant.EPOCH);
            queue.note(kept.getFirst().place(), begun).toCompletableFuture().join();
            cable.mend();

            Awaitility.await().atMost(Duration.ofSeconds(60)).until(() -> {
                assertThat(first.note(old, begun).toCompletableFuture()).failsWithin(Duration.ofSeconds(30));
                return first.isSuperseded();
            });
            assertThat(((JetStreamQueue) queue).isSuperseded()).isFalse();
            Outcome outcome = new Outcome(Outcome.Condition.Success, 1, Instant.EPOCH, Optional.empty());
            assertThat(first.settle(old, event(1), outcome).toCompletableFuture())
                    .failsWithin(Duration.ofSeconds(30));
            queue.settle(kept.getFirst().place(), event(1), outcome)
                    .toCompletableFuture()
                    .join();
        }
    }

    // ---- a gateway that stood still, and does not know that another has the events ----

    /** Runs with a gateway of which another has taken the events while it stood still; its connection never broke. */
    private void formerOwner(FormerOwner then) throws Exception {
        try (Cable cable = new Cable(server.orElseThrow().url())) {
            JetStreamQueue first = cutOff(cable);
            first.recover(_ -> {});
            EventQueue.Place old = first.accept(event(1)).toCompletableFuture().join();
            List<EventQueue.Kept> kept = new ArrayList<>();
            try (Cable.Held _ = cable.hold()) {
                queue = open();
                queue.recover(kept::add);
            }
            then.run(first, old, kept.getFirst().place());
        }
    }

    private interface FormerOwner {
        void run(JetStreamQueue first, EventQueue.Place old, EventQueue.Place now) throws Exception;
    }

    private static final Progress BEGUN = new Progress(1, Instant.EPOCH, Instant.EPOCH);

    @Test
    void aFormerOwnerBeginsNoAttemptThatItsSuccessorHasYetToBegin() throws Exception {
        formerOwner((first, old, now) -> {
            assertThat(first.note(old, BEGUN).toCompletableFuture())
                    .failsWithin(Duration.ofSeconds(60))
                    .withThrowableThat()
                    .withMessageContaining("another gateway has taken the events");
            assertThat(first.isSuperseded()).isTrue();

            queue.note(now, BEGUN).toCompletableFuture().join();
            assertThat(queue.read(now).requestId()).isEqualTo(event(1).requestId());
        });
    }

    /** It would be delivered by the gateway after the next only. */
    @Test
    void aFormerOwnerAcceptsNothingAndNothingIsLeftOfIt() throws Exception {
        formerOwner((first, old, now) -> {
            assertThat(first.accept(event(2)).toCompletableFuture()).failsWithin(Duration.ofSeconds(60));
            first.close();
            queue.close();

            assertThat(ids()).containsExactly(event(1).requestId());
        });
    }

    @Test
    void aFormerOwnerDeletesNothing() throws Exception {
        formerOwner((first, old, now) -> {
            assertThat(first.remove(old).toCompletableFuture()).failsWithin(Duration.ofSeconds(60));

            assertThat(queue.read(now).requestId()).isEqualTo(event(1).requestId());
        });
    }

    /** Its attempt had begun before; its successor does not know of the message that says so now. */
    @Test
    void whatAFormerOwnerSettledItsSuccessorCanStillRead() throws Exception {
        formerOwner((first, old, now) -> {
            Outcome outcome = new Outcome(Outcome.Condition.Success, 1, Instant.EPOCH, Optional.empty());
            assertThat(first.settle(old, event(1), outcome).toCompletableFuture())
                    .failsWithin(Duration.ofSeconds(60));

            assertThat(queue.read(now).requestId()).isEqualTo(event(1).requestId());
            queue.note(now, BEGUN).toCompletableFuture().join();
            queue.settle(now, event(1), outcome).toCompletableFuture().join();
            queue.remove(now).toCompletableFuture().join();
        });
        queue.close();
        assertThat(ids()).isEmpty();
    }

    /** Sequence numbers begin anew with a stream that is made again. */
    @Test
    void anotherClaimOfTheSameNumberIsNotOurs() throws Exception {
        JetStreamSettings settings =
                new JetStreamSettings(server.orElseThrow().url(), Optional.empty(), stream, 1, ROOM);
        Lane lane = new Lane(stream, 0);
        try (Wire wire = Wire.to(settings, () -> {})) {
            wire.management().addStream(lane.configuration(settings));
            Ownership first = new Ownership(stream);
            first.take(wire);
            assertThat(first.isOurs(wire)).isTrue();
            wire.management().deleteStream(lane.stream());
            wire.management().addStream(lane.configuration(settings));
            Ownership second = new Ownership(stream);
            second.take(wire);

            assertThat(second.epoch()).isEqualTo(first.epoch());
            assertThat(first.isOurs(wire)).isFalse();
            assertThat(second.isOurs(wire)).isTrue();
        }
    }

    /** Both had the events for a moment, and both stopped when they saw each other. */
    @Test
    void ofTwoGatewaysThatSeeEachOtherExactlyOneStops() throws Exception {
        try (Cable one = new Cable(server.orElseThrow().url());
                Cable two = new Cable(server.orElseThrow().url())) {
            JetStreamQueue first = cutOff(one);
            first.recover(_ -> {});
            one.cut();
            JetStreamQueue second = cutOff(two);
            second.recover(_ -> {});
            two.cut();
            one.mend();
            two.mend();

            Awaitility.await().atMost(Duration.ofSeconds(60)).until(first::isSuperseded);
            second.accept(event(7)).toCompletableFuture().join();
            assertThat(second.isSuperseded()).isFalse();
        }
    }

    /** An answer was lost on its way, and the message was not. */
    @Test
    void aWriteOfWhichNothingWasHeardDoesNotStandInTheWayOfTheNext() throws Exception {
        queue = open();
        queue.recover(_ -> {});
        EventQueue.Place place = accept(event(1));
        Progress begun = new Progress(1, Instant.EPOCH, Instant.EPOCH);
        server.orElseThrow().stall();
        assertThat(queue.note(place, begun).toCompletableFuture()).failsWithin(Duration.ofSeconds(30));
        server.orElseThrow().goOn();
        Progress again = new Progress(2, Instant.EPOCH, Instant.EPOCH);
        Awaitility.await().atMost(Duration.ofSeconds(60)).ignoreExceptions().until(() -> {
            queue.note(place, again).toCompletableFuture().join();
            return true;
        });
        queue.close();

        List<EventQueue.Kept> kept = new ArrayList<>();
        queue = open();
        queue.recover(kept::add);
        assertThat(kept.getFirst().progress()).isEqualTo(again);
    }
}
