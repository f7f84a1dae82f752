package dev.hearth.gateway.queue.jetstream;

import dev.hearth.gateway.queue.EventCodec;
import dev.hearth.gateway.queue.EventQueue.Kept;
import dev.hearth.gateway.queue.Progress;
import io.nats.client.ConsumerContext;
import io.nats.client.FetchConsumeOptions;
import io.nats.client.FetchConsumer;
import io.nats.client.JetStreamApiException;
import io.nats.client.JetStreamStatusCheckedException;
import io.nats.client.Message;
import io.nats.client.api.AckPolicy;
import io.nats.client.api.ConsumerConfiguration;
import io.nats.client.api.DeliverPolicy;
import java.io.IOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/** Reads what the stream holds: first what was noted, then the events. */
final class Recovery {
    /** In bytes; more than the largest message. */
    private static final int BATCH = 16 << 20;

    private static final long LONGEST_BATCH_MS = 30_000;

    private final Link link;
    private final Owed owed;
    private final Map<String, Noted> notes = new HashMap<>();

    private record Noted(long sequence, byte[] content) {}

    Recovery(Link link, Owed owed) {
        this.link = link;
        this.owed = owed;
    }

    void handOver(Consumer<Kept> owner) throws IOException {
        read(
                link.stream() + ".*.*" + Stored.NOTE,
                message -> notes.put(
                        event(message.getSubject()),
                        new Noted(message.metaData().streamSequence(), message.getData())));
        read(link.stream() + ".*.*", message -> {
            if (isForgotten(message)) {
                owed.delete(new Stored(message.getSubject()));
            } else {
                owner.accept(kept(message));
            }
        });
        notes.keySet().forEach(subject -> owed.delete(new Stored(subject))); // their events are gone
    }

    private static boolean isForgotten(Message message) {
        return message.hasHeaders() && message.getHeaders().containsKey(Owed.FORGOTTEN);
    }

    private static String event(String note) {
        return note.substring(0, note.length() - Stored.NOTE.length());
    }

    private Kept kept(Message message) throws IOException {
        Stored place = new Stored(message.getSubject());
        place.sequence = message.metaData().streamSequence();
        Noted noted = notes.remove(place.subject);
        boolean inForce = noted != null && noted.sequence > place.sequence;
        place.note = noted == null ? 0 : noted.sequence;
        boolean settled = !inForce && JetStreamQueue.isSettled(Optional.ofNullable(message.getHeaders()));
        return new Kept(
                place,
                EventCodec.event(message.getData()),
                inForce && noted != null ? EventCodec.progress(noted.content) : Progress.NONE,
                settled ? Optional.of(EventCodec.outcome(message.getData())) : Optional.empty());
    }

    private interface Failing<T> {
        void accept(T value) throws IOException;
    }

    /** In their order; nothing is written meanwhile. */
    private void read(String subjects, Failing<Message> each) throws IOException {
        ConsumerConfiguration all = ConsumerConfiguration.builder()
                .filterSubject(subjects)
                .deliverPolicy(DeliverPolicy.All)
                .ackPolicy(AckPolicy.None)
                .inactiveThreshold(Duration.ofMinutes(1))
                .build();
        try {
            ConsumerContext consumer =
                    link.connection().getStreamContext(link.stream()).createOrUpdateConsumer(all);
            long count = consumer.getConsumerInfo().getNumPending();
            for (long next = 1; next <= count; ) {
                next = batch(consumer, next, count, each);
            }
        } catch (JetStreamApiException | JetStreamStatusCheckedException e) {
            throw new IOException("the stream of events cannot be read: " + e.getMessage(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
    }

    /** Which comes after it. */
    private static long batch(ConsumerContext consumer, long first, long count, Failing<Message> each)
            throws IOException, JetStreamApiException, JetStreamStatusCheckedException, InterruptedException {
        long next = first;
        FetchConsumer batch = consumer.fetch(FetchConsumeOptions.builder()
                .maxBytes(BATCH)
                .noWaitExpiresIn(LONGEST_BATCH_MS)
                .build());
        try {
            for (Message message = batch.nextMessage();
                    message != null && next <= count;
                    message = batch.nextMessage()) {
                if (message.metaData().consumerSequence() != next) {
                    throw new IOException("the stream of events was read with a gap: its server has ended meanwhile");
                }
                each.accept(message);
                next++;
            }
        } finally {
            batch.stop();
        }
        if (next == first) {
            throw new IOException("the stream of events tells nothing");
        }
        return next;
    }
}
