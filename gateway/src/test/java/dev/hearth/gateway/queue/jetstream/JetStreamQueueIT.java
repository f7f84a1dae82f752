package dev.hearth.gateway.queue.jetstream;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hearth.gateway.queue.AcceptedEvent;
import dev.hearth.gateway.queue.EventQueue;
import dev.hearth.gateway.queue.EventQueueContract;
import dev.hearth.gateway.queue.QueueFull;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletionException;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
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
        queue = open(4L << 20);
        queue.recover(_ -> {});
        EventQueue.Place first = accept(large(1));
        List<Throwable> refusals = new ArrayList<>();
        for (int i = 2; i < 10 && refusals.isEmpty(); i++) {
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

        Awaitility.await().pollDelay(Duration.ofSeconds(2)).until(() -> true);
        queue.close();

        assertThat(ids()).containsExactly(event(1).requestId());
    }
}
