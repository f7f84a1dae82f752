package dev.hearth.gateway.queue.jetstream;

import dev.hearth.gateway.queue.AcceptedEvent;
import dev.hearth.gateway.queue.CompletedEvent;
import dev.hearth.gateway.queue.EventCodec;
import dev.hearth.gateway.queue.EventQueue;
import dev.hearth.gateway.queue.Outcome;
import dev.hearth.gateway.queue.Progress;
import dev.hearth.gateway.queue.QueueFull;
import dev.hearth.gateway.queue.SetAside;
import io.nats.client.JetStreamApiException;
import io.nats.client.impl.Headers;
import java.io.IOException;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Accepted events in streams of NATS JetStream.
 *
 * <p>An event has a subject of its own, of which its stream keeps the last message only: the event, or the event and what became of
 * it. So settling it is one message that takes the place of the other. How far it has come is the last message of a second subject,
 * and in force if it is the later of the two.
 */
public final class JetStreamQueue implements EventQueue {
    private static final Logger LOG = LoggerFactory.getLogger(JetStreamQueue.class);
    private static final String FULL = "the stream that it belongs to holds all that it may (events.nats.size)";
    /** NATS: no server leads the stream now. */
    private static final String NO_RESPONDERS = "503 No Responders";
    /** Header of a message that says what became of its event. */
    static final String SETTLED = "Hearth-Settled";
    /** The stream holds all that it may. */
    private static final int MAXIMUM_BYTES = 10_077;

    private static final int MAXIMUM_MESSAGES = 10_076;

    /** Bytes that may be on their way to the streams. */
    private static final long MOST_UNDER_WAY = 16L << 20;
    /** What the headers of a message take at most. */
    private static final int HEADERS = 1_024;
    /** Heap that a waiting event takes at most, without its payload. */
    private static final long HEAP_OF_EVENT = 1_024;

    private final Link link;
    private final long maxBytes;
    private final long maxEvents = Runtime.getRuntime().maxMemory() / 4 / HEAP_OF_EVENT;
    private final AtomicLong kept = new AtomicLong();
    private final SetAside setAside = new SetAside();
    private final Owed owed;
    private final Fence fence;
    private final FencedWrites fenced;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();

    private JetStreamQueue(Link link, long maxBytes) {
        this.link = link;
        this.maxBytes = maxBytes;
        this.fence = new Fence(link);
        this.owed = new Owed(link, fence);
        this.fenced = new FencedWrites(link, fence, threads);
    }

    /** Connects and makes the streams if there are none; fails if the server cannot be reached now. */
    public static JetStreamQueue open(JetStreamSettings settings) throws IOException {
        return new JetStreamQueue(Link.open(settings), settings.maxBytes());
    }

    @Override
    public void recover(Consumer<Kept> owner) throws IOException {
        new Recovery(link, owed, setAside).handOver(each -> {
            kept.incrementAndGet();
            owner.accept(each);
        });
        setAside.tell();
        owed.start();
    }

    // ---- writing ----

    @Override
    public CompletionStage<Place> accept(AcceptedEvent event) {
        byte[] content = EventCodec.bytes(event);
        Stored place = new Stored(Lane.subject(link.prefix(), event.function(), event.requestId()));
        Optional<String> obstacle = obstacle(place, content.length);
        if (obstacle.isPresent()) {
            return CompletableFuture.failedFuture(new QueueFull(obstacle.get()));
        }
        return place.then(() -> published(place, content)).handle((_, failure) -> {
            if (failure != null) {
                throw new CompletionException(
                        place.sequence == 0 ? refused(place, failure) : withdrawn(place, failure));
            }
            kept.incrementAndGet();
            return place;
        });
    }

    private CompletionStage<Void> published(Stored place, byte[] content) {
        return link.publishFirst(place.subject, content).thenCompose(ack -> {
            place.sequence = ack.getSeqno();
            return fence.pass();
        });
    }

    private Optional<String> obstacle(Stored place, int length) {
        if (link.bytes(Lane.of(place.subject)) + length > maxBytes / Lane.COUNT) {
            return Optional.of(FULL);
        }
        if (kept.get() >= maxEvents) {
            return Optional.of(maxEvents + " events wait, which is all that this process has memory for");
        }
        return link.bytesUnderWay() > MOST_UNDER_WAY || owed.isFull()
                ? Optional.of("the streams do not keep up with the events that come")
                : Optional.empty();
    }

    @Override
    public double fill() {
        long fullest = link.lanes().stream().mapToLong(link::bytes).max().orElse(0);
        return Math.max(fullest * Lane.COUNT / (double) maxBytes, kept.get() / (double) maxEvents);
    }

    /** Of one that may be there all the same, nobody was told that it is. */
    private IOException refused(Stored place, Throwable failure) {
        if (isFull(failure)) {
            return new QueueFull(FULL);
        }
        if (causes(failure).noneMatch(JetStreamQueue::isNowhere)) {
            owed.forget(place);
        }
        return new IOException("its stream does not take it: " + reason(failure), failure);
    }

    /** It is there, and nobody may know of it: another gateway has read what it is to run before. */
    private IOException withdrawn(Stored place, Throwable failure) {
        threads.execute(() -> {
            try {
                link.withdraw(place);
            } catch (IOException e) {
                owed.delete(place);
            }
        });
        return new IOException("nobody can tell whose the events are: " + reason(failure), failure);
    }

    static Stream<Throwable> causes(Throwable failure) {
        return Stream.iterate(failure, Objects::nonNull, Throwable::getCause);
    }

    /** Of the failure that all others come from. */
    private static String reason(Throwable failure) {
        return causes(failure)
                .filter(each -> each instanceof Link.NotSent || each.getCause() == null)
                .findFirst()
                .map(each -> Optional.ofNullable(each.getMessage()).orElseGet(each::toString))
                .orElseThrow();
    }

    /** Whether it proves that the message is nowhere: it was not sent, or nobody was there to get it. */
    private static boolean isNowhere(Throwable failure) {
        return failure instanceof Link.NotSent
                || String.valueOf(failure.getMessage()).contains(NO_RESPONDERS);
    }

    static boolean isFull(Throwable failure) {
        return causes(failure)
                .anyMatch(each -> each instanceof JetStreamApiException api
                        && (api.getApiErrorCode() == MAXIMUM_BYTES || api.getApiErrorCode() == MAXIMUM_MESSAGES));
    }

    @Override
    public CompletionStage<Void> note(Place place, Progress progress) {
        Stored stored = (Stored) place;
        return stored.then(() -> fenced.publish(
                        stored.subject + Stored.NOTE, new Headers(), EventCodec.bytes(progress), stored.note)
                .thenApply(sequence -> {
                    stored.note = sequence;
                    return null;
                }));
    }

    @Override
    public CompletionStage<Void> settle(Place place, AcceptedEvent event, Outcome outcome) {
        Stored stored = (Stored) place;
        byte[] content = fitting(event, outcome);
        Headers headers = new Headers().put(SETTLED, "1");
        return stored.then(() -> fenced.publish(stored.subject, headers, content, stored.sequence)
                .thenApply(sequence -> {
                    stored.sequence = sequence;
                    return null;
                }));
    }

    /** Without what the function answered, if the server takes no message of that size. */
    private byte[] fitting(AcceptedEvent event, Outcome outcome) {
        byte[] whole = EventCodec.bytes(event, outcome);
        if (whole.length + HEADERS <= link.maxPayload()) {
            return whole;
        }
        LOG.atWarn()
                .setMessage("a result is too large for the server of events; its record is without it")
                .addKeyValue("function", event.function().name())
                .addKeyValue("requestId", event.requestId())
                .addKeyValue("maxPayload", link.maxPayload())
                .log();
        Outcome without = new Outcome(
                outcome.condition(),
                outcome.attempts(),
                outcome.endedAt(),
                outcome.response()
                        .map(response -> new Outcome.Response(
                                response.executedVersion(), response.functionError(), new byte[0])));
        return EventCodec.bytes(event, without);
    }

    @Override
    public CompletionStage<Void> remove(Place place) {
        Stored stored = (Stored) place;
        kept.decrementAndGet();
        return stored.then(() -> CompletableFuture.runAsync(() -> delete(stored), threads));
    }

    private void delete(Stored stored) {
        try {
            fence.await();
            link.delete(stored);
        } catch (IOException e) {
            owed.delete(stored);
            throw new CompletionException(e);
        }
    }

    // ---- reading ----

    @Override
    public AcceptedEvent read(Place place) throws IOException {
        return EventCodec.event(content((Stored) place));
    }

    /** A former owner may have put another message in its place before it learnt that it is none any more. */
    private byte[] content(Stored stored) throws IOException {
        try {
            return link.read(stored);
        } catch (Unreadable e) {
            long last = link.last(stored.subject);
            if (last <= stored.sequence) {
                throw e;
            }
            stored.sequence = last;
            return link.read(stored);
        }
    }

    @Override
    public CompletedEvent completed(Place place) throws IOException {
        return EventCodec.completed(content((Stored) place));
    }

    @Override
    public int setAside() {
        return setAside.count();
    }

    @Override
    public long bytes() {
        return link.bytes();
    }

    @Override
    public void close() {
        try {
            link.awaitWritten();
            threads.close(); // after what was asked for
            owed.close();
        } finally {
            link.close();
        }
    }

    /** Whether another gateway has taken the events while this one was cut off. */
    public boolean isSuperseded() {
        return link.isSuperseded();
    }

    /** Whether a message says what became of its event. */
    static boolean isSettled(Optional<Headers> headers) {
        return headers.filter(each -> each.containsKey(SETTLED)).isPresent();
    }
}
