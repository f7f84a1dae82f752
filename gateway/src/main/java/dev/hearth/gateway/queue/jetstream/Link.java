package dev.hearth.gateway.queue.jetstream;

import dev.hearth.gateway.queue.EventQueue;
import io.nats.client.Connection;
import io.nats.client.JetStream;
import io.nats.client.JetStreamApiException;
import io.nats.client.JetStreamManagement;
import io.nats.client.PublishOptions;
import io.nats.client.PurgeOptions;
import io.nats.client.api.PublishAck;
import io.nats.client.impl.Headers;
import java.io.IOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The streams of events, through one connection after the other: what has ended for good, as when its password is another one now, is
 * made anew. Publishing never blocks; all else does.
 */
final class Link implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Link.class);
    private static final Duration PAUSE = Duration.ofSeconds(1);
    static final String TAKEN = "another gateway has taken the events";
    /** A payload of a megabyte and its margin. */
    private static final int LEAST_PAYLOAD = 2 << 20;
    /** NATS: stream not found. */
    private static final int NO_STREAM = 10_059;
    /** NATS: no message found. */
    private static final int NO_MESSAGE = 10_037;

    private final JetStreamSettings settings;
    private final List<Lane> lanes;
    private final Presence presence;
    private final Ownership ownership;
    /** Whether the connection was broken, or a stream missed, since it was looked around. */
    private final AtomicBoolean wasAway;

    private volatile Wire wire;
    /** Whether another gateway has taken the events meanwhile. */
    private volatile boolean isSuperseded;
    /** Why there is no connection; empty: there is. */
    private volatile Optional<String> obstacle = Optional.empty();

    private final Map<Long, CompletableFuture<?>> underWay = new ConcurrentHashMap<>();
    private final AtomicLong numbers = new AtomicLong();
    private final AtomicLong bytesUnderWay = new AtomicLong();
    private final Map<Lane, Fill> fills = new HashMap<>();
    private final Thread mender = Thread.ofVirtual().name("mend-events").unstarted(this::mend);

    /** Nothing was sent: it is nowhere for sure. */
    static final class NotSent extends IOException {
        private static final long serialVersionUID = 1L;

        NotSent(String why, Throwable cause) {
            super(why, cause);
        }
    }

    private Link(JetStreamSettings settings, Wire wire, Presence presence, AtomicBoolean wasAway) throws IOException {
        this.settings = settings;
        this.presence = presence;
        this.ownership = new Ownership(settings.stream());
        this.wasAway = wasAway;
        this.lanes = Lane.all(settings.stream());
        this.wire = wire;
        prepare();
        for (Lane lane : lanes) {
            fills.put(lane, new Fill(() -> bytesOf(lane)));
        }
    }

    /** Connects and makes the streams if there are none; fails if that is not possible now. */
    static Link open(JetStreamSettings settings) throws IOException {
        AtomicBoolean wasAway = new AtomicBoolean();
        Wire wire = Wire.to(settings, () -> wasAway.set(true));
        try {
            Presence presence = new Presence(settings.stream());
            if (presence.isAnotherThere(wire.connection())) {
                throw new IOException("another gateway still has these events; it is waited for");
            }
            Link link = new Link(settings, wire, presence, wasAway);
            link.take();
            presence.show(wire.connection());
            link.fills.values().forEach(Fill::start);
            link.mender.start();
            return link;
        } catch (IOException | RuntimeException e) {
            wire.close();
            throw e;
        }
    }

    /** Makes the streams as they must be. */
    private void prepare() throws IOException {
        if (maxPayload() < LEAST_PAYLOAD) {
            throw new IOException("the server of events takes messages of at most " + maxPayload()
                    + " bytes, and an event has up to " + LEAST_PAYLOAD + "; set its max_payload to 8MB");
        }
        asked("the streams of events cannot be made", management -> {
            List<String> known = management.getStreamNames();
            for (Lane lane : lanes) {
                if (known.contains(lane.stream())) {
                    management.updateStream(lane.configuration(settings));
                } else {
                    management.addStream(lane.configuration(settings));
                }
            }
            return known;
        });
    }

    private void mend() {
        try {
            while (true) {
                Thread.sleep(PAUSE);
                if (wire.isEnded()) {
                    connectAgain();
                } else if (wasAway.getAndSet(false)) {
                    lookAround();
                }
            }
        } catch (InterruptedException e) {
            LOG.atDebug().setMessage("the streams are needed no more").log();
        }
    }

    private void connectAgain() {
        try {
            Wire next = Wire.to(settings, () -> wasAway.set(true));
            wire = next;
            presence.show(next.connection());
            wasAway.set(true);
            obstacle = Optional.empty();
            LOG.atInfo().setMessage("the streams of events are reached again").log();
        } catch (IOException | RuntimeException e) {
            Optional<String> why = Optional.of(String.valueOf(e.getMessage()));
            if (!why.equals(obstacle)) {
                LOG.atWarn()
                        .setMessage("asynchronous invocations are refused: the streams of events cannot be reached")
                        .addKeyValue("server", settings.server())
                        .addKeyValue("why", why.get())
                        .log();
            }
            obstacle = why;
        }
    }

    /** From now on these events are this gateway's. */
    private void take() throws IOException {
        asked("the events cannot be claimed", _ -> {
            ownership.take(wire);
            return true;
        });
    }

    /** Claims them again, in the place of this gateway's own claim: refused if there is a later one. */
    CompletionStage<Void> claimAgain() {
        return publishAfter(ownership.subject(), new Headers(), ownership.claim(), ownership.epoch())
                .thenAccept(ack -> ownership.reached(ack.getSeqno()));
    }

    /** Asks the streams whether another gateway has claimed the events; blocks. */
    boolean isOurs() throws IOException {
        boolean isOurs = asked("the claim to the events cannot be read", _ -> ownership.isOurs(wire));
        isSuperseded |= !isOurs;
        return isOurs;
    }

    /** Whether the streams are there, and who has claimed them meanwhile. */
    private void lookAround() {
        try {
            prepare();
            isOurs();
        } catch (IOException | RuntimeException e) {
            wasAway.set(true);
            LOG.atDebug().setMessage("cannot be looked at now").setCause(e).log();
        }
    }

    /** Whether another gateway has taken the events while this one was cut off: they are its own no more. */
    boolean isSuperseded() {
        return isSuperseded;
    }

    /** What subjects of events begin with. */
    String prefix() {
        return settings.stream();
    }

    List<Lane> lanes() {
        return lanes;
    }

    Connection connection() {
        return wire.connection();
    }

    long maxPayload() {
        return wire.connection().getMaxPayload();
    }

    /** About what a stream holds. */
    long bytes(Lane lane) {
        return fill(lane).bytes();
    }

    /** About what all streams hold. */
    long bytes() {
        return fills.values().stream().mapToLong(Fill::bytes).sum();
    }

    private Fill fill(Lane lane) {
        return Objects.requireNonNull(fills.get(lane));
    }

    // ---- writing ----

    /** Bytes of messages that are on their way. */
    long bytesUnderWay() {
        return bytesUnderWay.get();
    }

    /** The first message of a subject; one that is late is refused if there was another in between. */
    CompletionStage<PublishAck> publishFirst(String subject, byte[] content) {
        PublishOptions first =
                PublishOptions.builder().expectedLastSubjectSequence(0).build();
        return sent(subject, content, publishing -> publishing.publishAsync(subject, new Headers(), content, first));
    }

    /**
     * A message in the place of another: refused if there is a later one.
     *
     * @param last sequence number of that other; 0: there is none
     */
    CompletionStage<PublishAck> publishAfter(String subject, Headers headers, byte[] content, long last) {
        PublishOptions after =
                PublishOptions.builder().expectedLastSubjectSequence(last).build();
        return sent(subject, content, publishing -> publishing.publishAsync(subject, headers, content, after));
    }

    /** The sequence number of the last message of a subject; 0: there is none. Blocks. */
    long last(String subject) throws IOException {
        return asked(subject + " cannot be read", management -> {
            try {
                return management
                        .getLastMessage(Lane.of(subject).stream(), subject)
                        .getSeq();
            } catch (JetStreamApiException e) {
                if (e.getApiErrorCode() == NO_MESSAGE || e.getApiErrorCode() == NO_STREAM) {
                    return 0L;
                }
                throw e;
            }
        });
    }

    /** Completes when as many servers have it as shall. */
    CompletionStage<PublishAck> publish(String subject, Headers headers, byte[] content) {
        return sent(subject, content, publishing -> publishing.publishAsync(subject, headers, content));
    }

    /** Fails with {@link NotSent} if it is not even tried. */
    private CompletionStage<PublishAck> sent(
            String subject, byte[] content, Function<JetStream, CompletableFuture<PublishAck>> sending) {
        CompletableFuture<PublishAck> published;
        if (isSuperseded) {
            return CompletableFuture.failedStage(new NotSent(TAKEN, new IOException(TAKEN)));
        }
        try {
            published = sending.apply(wire.publishing());
        } catch (RuntimeException e) {
            return CompletableFuture.failedStage(
                    new NotSent(obstacle.orElseGet(() -> String.valueOf(e.getMessage())), e));
        }
        return published(subject, content.length, published);
    }

    private CompletionStage<PublishAck> published(String subject, int length, CompletableFuture<PublishAck> published) {
        long number = numbers.incrementAndGet();
        underWay.put(number, published);
        bytesUnderWay.addAndGet(length);
        fill(Lane.of(subject)).add(length);
        return published.whenComplete((_, _) -> {
            underWay.remove(number);
            bytesUnderWay.addAndGet(-length);
        });
    }

    // ---- asking ----

    private interface Question<T> {
        T ask(JetStreamManagement management) throws IOException, JetStreamApiException;
    }

    /** A connection that is away is an {@link IOException} like any other. */
    private <T> T asked(String otherwise, Question<T> question) throws IOException {
        try {
            return question.ask(wire.management());
        } catch (JetStreamApiException | IllegalStateException e) {
            throw new IOException(otherwise + ": " + e.getMessage(), e);
        }
    }

    private long bytesOf(Lane lane) throws IOException {
        return asked(lane.stream() + " says nothing", management -> {
            try {
                return management.getStreamInfo(lane.stream()).getStreamState().getByteCount();
            } catch (JetStreamApiException e) {
                if (e.getApiErrorCode() == NO_STREAM) {
                    wasAway.set(true); // it was deleted, or its server has lost its disk
                }
                throw e;
            }
        });
    }

    /** The content of an event's message. */
    byte[] read(Stored stored) throws IOException {
        return asked(stored.subject + " cannot be read", management -> {
            try {
                byte @Nullable [] content =
                        management.getMessage(stored.stream(), stored.sequence).getData();
                return content == null ? new byte[0] : content;
            } catch (JetStreamApiException e) {
                if (e.getApiErrorCode() == NO_MESSAGE || e.getApiErrorCode() == NO_STREAM) {
                    throw new EventQueue.Unreadable(stored.subject + " is not there", e);
                }
                throw e;
            }
        });
    }

    /** An event that nobody was told is kept, and nothing that another may have written in its place. */
    void withdraw(Stored stored) throws IOException {
        deleteExactly(stored, stored.sequence);
    }

    /** An event and what was noted of it. */
    void delete(Stored stored) throws IOException {
        delete(stored, stored.sequence);
        if (stored.note != 0) {
            delete(stored, stored.note);
        }
    }

    /** One that is there no more need not be deleted. */
    private void delete(Stored stored, long sequence) throws IOException {
        refuseIfTaken();
        deleteExactly(stored, sequence);
    }

    private void deleteExactly(Stored stored, long sequence) throws IOException {
        asked(stored.subject + " cannot be deleted", management -> {
            try {
                return management.deleteMessage(stored.stream(), sequence, false);
            } catch (JetStreamApiException e) {
                if (e.getApiErrorCode() == NO_MESSAGE) {
                    return false;
                }
                throw e;
            }
        });
    }

    /** Whatever there is of an event. */
    void purge(Stored stored) throws IOException {
        refuseIfTaken();
        for (String subject : List.of(stored.subject, stored.subject + Stored.NOTE)) {
            asked(
                    subject + " cannot be purged",
                    management -> management.purgeStream(stored.stream(), PurgeOptions.subject(subject)));
        }
    }

    private void refuseIfTaken() throws IOException {
        if (isSuperseded) {
            throw new IOException(TAKEN);
        }
    }

    // ---- ending ----

    /** Waits for what is under way. */
    void awaitWritten() {
        CompletableFuture.allOf(underWay.values().toArray(CompletableFuture[]::new))
                .completeOnTimeout(null, Wire.PATIENCE.toMillis(), TimeUnit.MILLISECONDS)
                .exceptionally(_ -> null)
                .join();
    }

    @Override
    public void close() {
        mender.interrupt();
        fills.values().forEach(Fill::close);
        wire.close();
    }
}
