package dev.hearth.gateway.queue.jetstream;

import io.nats.client.Connection;
import io.nats.client.JetStream;
import io.nats.client.JetStreamApiException;
import io.nats.client.JetStreamManagement;
import io.nats.client.JetStreamOptions;
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
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** The streams of events, through a connection to their servers. Publishing never blocks; all else does. */
final class Link implements AutoCloseable {
    /** What a message has beside its payload and its result. */
    static final int MARGIN = 8 << 10;

    private static final Duration PATIENCE = Duration.ofSeconds(5);
    /** A payload of a megabyte and its margin. */
    private static final int LEAST_PAYLOAD = 2 << 20;
    /** NATS: no message found. */
    private static final int NO_MESSAGE = 10_037;

    private final String prefix;
    private final List<Lane> lanes;
    private final Connection connection;
    private final JetStream publishing;
    private final JetStreamManagement management;
    private final Map<Long, CompletableFuture<?>> underWay = new ConcurrentHashMap<>();
    private final AtomicLong numbers = new AtomicLong();
    private final AtomicLong bytesUnderWay = new AtomicLong();
    private final Map<Lane, Fill> fills = new HashMap<>();

    private Link(JetStreamSettings settings, Connection connection) throws IOException {
        this.prefix = settings.stream();
        this.lanes = Lane.all(prefix);
        this.connection = connection;
        JetStreamOptions options =
                JetStreamOptions.builder().requestTimeout(PATIENCE).build();
        this.publishing = connection.jetStream(options);
        this.management = connection.jetStreamManagement(options);
        prepare(settings);
        for (Lane lane : lanes) {
            fills.put(lane, new Fill(() -> bytesOf(lane)));
        }
    }

    static Link open(JetStreamSettings settings) throws IOException {
        Connection connection = Connecting.to(settings, PATIENCE);
        try {
            Link link = new Link(settings, connection);
            link.fills.values().forEach(Fill::start);
            return link;
        } catch (IOException | RuntimeException e) {
            close(connection);
            throw e;
        }
    }

    /** Makes the streams as they must be. */
    private void prepare(JetStreamSettings settings) throws IOException {
        if (maxPayload() < LEAST_PAYLOAD) {
            throw new IOException("the server of events takes messages of at most " + maxPayload()
                    + " bytes, and an event has up to " + LEAST_PAYLOAD + "; set its max_payload to 8MB");
        }
        asked("the streams of events cannot be made", () -> {
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

    /** What subjects of events begin with. */
    String prefix() {
        return prefix;
    }

    List<Lane> lanes() {
        return lanes;
    }

    Connection connection() {
        return connection;
    }

    /** Whether it has ended for good, and another is to be made. */
    boolean isClosed() {
        return connection.getStatus() == Connection.Status.CLOSED;
    }

    long maxPayload() {
        return connection.getMaxPayload();
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
        return published(
                subject,
                content.length,
                publishing.publishAsync(
                        subject,
                        new Headers(),
                        content,
                        PublishOptions.builder().expectedLastSubjectSequence(0).build()));
    }

    /** Completes when as many servers have it as shall. */
    CompletionStage<PublishAck> publish(String subject, Headers headers, byte[] content) {
        return published(subject, content.length, publishing.publishAsync(subject, headers, content));
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
        T ask() throws IOException, JetStreamApiException;
    }

    /** A connection that is away is an {@link IOException} like any other. */
    private static <T> T asked(String otherwise, Question<T> question) throws IOException {
        try {
            return question.ask();
        } catch (JetStreamApiException | IllegalStateException e) {
            throw new IOException(otherwise + ": " + e.getMessage(), e);
        }
    }

    private long bytesOf(Lane lane) throws IOException {
        return asked(
                lane.stream() + " says nothing",
                () -> management.getStreamInfo(lane.stream()).getStreamState().getByteCount());
    }

    /** The content of an event's message. */
    byte[] read(Stored stored) throws IOException {
        return asked(stored.subject + " cannot be read", () -> {
            byte @Nullable [] content =
                    management.getMessage(stored.stream(), stored.sequence).getData();
            return content == null ? new byte[0] : content;
        });
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
        asked(stored.subject + " cannot be deleted", () -> {
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
        for (String subject : List.of(stored.subject, stored.subject + Stored.NOTE)) {
            asked(
                    subject + " cannot be purged",
                    () -> management.purgeStream(stored.stream(), PurgeOptions.subject(subject)));
        }
    }

    // ---- ending ----

    /** Waits for what is under way. */
    @Override
    public void close() {
        fills.values().forEach(Fill::close);
        CompletableFuture.allOf(underWay.values().toArray(CompletableFuture[]::new))
                .completeOnTimeout(null, PATIENCE.toMillis(), TimeUnit.MILLISECONDS)
                .exceptionally(_ -> null)
                .join();
        close(connection);
    }

    private static void close(Connection connection) {
        try {
            connection.close();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
