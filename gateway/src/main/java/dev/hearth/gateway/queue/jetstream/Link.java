package dev.hearth.gateway.queue.jetstream;

import io.nats.client.Connection;
import io.nats.client.JetStream;
import io.nats.client.JetStreamApiException;
import io.nats.client.JetStreamManagement;
import io.nats.client.JetStreamOptions;
import io.nats.client.PublishOptions;
import io.nats.client.PurgeOptions;
import io.nats.client.api.DiscardPolicy;
import io.nats.client.api.PublishAck;
import io.nats.client.api.RetentionPolicy;
import io.nats.client.api.StorageType;
import io.nats.client.api.StreamConfiguration;
import io.nats.client.impl.Headers;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The stream, through a connection to its servers. Publishing never blocks; all else does. */
final class Link implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Link.class);
    /** What a message has beside its payload and its result. */
    static final int MARGIN = 8 << 10;

    private static final Duration PATIENCE = Duration.ofSeconds(5);
    private static final Duration PAUSE = Duration.ofSeconds(1);
    /** A payload of a megabyte and its margin. */
    private static final int LEAST_PAYLOAD = 2 << 20;
    /** Events are accepted up to what is asked for; what is noted of them and what became of them has this beyond it. */
    private static final double RESERVE = 1.25;

    /** NATS: no message found. */
    private static final int NO_MESSAGE = 10_037;

    private final JetStreamSettings settings;
    private final Connection connection;
    private final JetStream stream;
    private final JetStreamManagement management;
    private final Map<Long, CompletableFuture<?>> underWay = new ConcurrentHashMap<>();
    private final AtomicLong numbers = new AtomicLong();
    private final AtomicLong bytesUnderWay = new AtomicLong();
    /** What the stream held when it was looked at last, and what was added since. */
    private volatile long bytes;

    private final AtomicLong added = new AtomicLong();
    private final Thread watch = Thread.ofVirtual().name("event-stream").unstarted(this::watch);

    private Link(JetStreamSettings settings, Connection connection) throws IOException {
        this.settings = settings;
        this.connection = connection;
        JetStreamOptions options =
                JetStreamOptions.builder().requestTimeout(PATIENCE).build();
        this.stream = connection.jetStream(options);
        this.management = connection.jetStreamManagement(options);
    }

    static Link open(JetStreamSettings settings) throws IOException {
        Connection connection = Connecting.to(settings, PATIENCE);
        try {
            Link link = new Link(settings, connection);
            link.prepare();
            link.look();
            link.watch.start();
            return link;
        } catch (IOException | RuntimeException e) {
            close(connection);
            throw e;
        }
    }

    /** Makes the stream as it must be. */
    private void prepare() throws IOException {
        if (maxPayload() < LEAST_PAYLOAD) {
            throw new IOException("the server of events takes messages of at most " + maxPayload()
                    + " bytes, and an event has up to " + LEAST_PAYLOAD + "; set its max_payload to 8MB");
        }
        StreamConfiguration wanted = StreamConfiguration.builder()
                .name(settings.stream())
                .description("Events of asynchronous invocations that Hearth has accepted")
                .subjects(settings.stream() + ".>")
                .storageType(StorageType.File)
                .retentionPolicy(RetentionPolicy.Limits)
                .discardPolicy(DiscardPolicy.New)
                .maxMessagesPerSubject(1)
                .maxBytes((long) (settings.maxBytes() * RESERVE))
                .replicas(settings.replicas())
                .allowDirect(false) // a replica that is behind would not know what its leader has said is safe
                .build();
        asked(
                "the stream of events cannot be made",
                () -> management.getStreamNames().contains(settings.stream())
                        ? management.updateStream(wanted)
                        : management.addStream(wanted));
    }

    String stream() {
        return settings.stream();
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

    // ---- writing ----

    /** Bytes of messages that are on their way. */
    long bytesUnderWay() {
        return bytesUnderWay.get();
    }

    /** The first message of a subject; one that is late is refused if there was another in between. */
    CompletionStage<PublishAck> publishFirst(String subject, byte[] content) {
        return published(
                content.length,
                stream.publishAsync(
                        subject,
                        new Headers(),
                        content,
                        PublishOptions.builder().expectedLastSubjectSequence(0).build()));
    }

    /** Completes when as many servers have it as shall. */
    CompletionStage<PublishAck> publish(String subject, Headers headers, byte[] content) {
        return published(content.length, stream.publishAsync(subject, headers, content));
    }

    private CompletionStage<PublishAck> published(int length, CompletableFuture<PublishAck> published) {
        long number = numbers.incrementAndGet();
        underWay.put(number, published);
        bytesUnderWay.addAndGet(length);
        added.addAndGet(length);
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

    /** The content of a message. */
    byte[] read(long sequence) throws IOException {
        return asked("message " + sequence + " cannot be read", () -> {
            byte @Nullable [] content =
                    management.getMessage(settings.stream(), sequence).getData();
            return content == null ? new byte[0] : content;
        });
    }

    /** An event and what was noted of it. */
    void delete(Stored stored) throws IOException {
        delete(stored.sequence);
        if (stored.note != 0) {
            delete(stored.note);
        }
    }

    /** One that is there no more need not be deleted. */
    private void delete(long sequence) throws IOException {
        asked("message " + sequence + " cannot be deleted", () -> {
            try {
                return management.deleteMessage(settings.stream(), sequence, false);
            } catch (JetStreamApiException e) {
                if (e.getApiErrorCode() == NO_MESSAGE) {
                    return false;
                }
                throw e;
            }
        });
    }

    /** Whatever there is of an event. */
    void purge(String subject) throws IOException {
        asked(
                subject + " cannot be purged",
                () -> management.purgeStream(settings.stream(), PurgeOptions.subject(subject)));
        asked(
                subject + " cannot be purged",
                () -> management.purgeStream(settings.stream(), PurgeOptions.subject(subject + Stored.NOTE)));
    }

    // ---- how full it is ----

    /** About what the stream holds. */
    long bytes() {
        return bytes + added.get();
    }

    private void look() throws IOException {
        long before = added.get();
        bytes = asked(
                "the stream of events says nothing",
                () -> management
                        .getStreamInfo(settings.stream())
                        .getStreamState()
                        .getByteCount());
        added.addAndGet(-before);
    }

    private void watch() {
        try {
            while (!isClosed()) {
                Thread.sleep(PAUSE);
                lookIfPossible();
            }
        } catch (InterruptedException e) {
            LOG.atDebug().setMessage("nobody looks at the stream any more").log();
        }
    }

    private void lookIfPossible() {
        try {
            look();
        } catch (IOException e) {
            LOG.atDebug().setMessage("the stream tells nothing now").setCause(e).log();
        }
    }

    // ---- ending ----

    /** Waits for what is under way. */
    @Override
    public void close() {
        watch.interrupt();
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
