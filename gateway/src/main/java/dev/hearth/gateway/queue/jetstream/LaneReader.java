package dev.hearth.gateway.queue.jetstream;

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
import java.time.ZonedDateTime;
import java.util.ArrayDeque;
import java.util.Optional;
import java.util.Queue;

/** Reads the messages of one stream that are there when it begins, in their order, some megabytes at a time. */
final class LaneReader {
    /** In bytes; more than the largest message. */
    private static final int BATCH = 10 << 20;

    private static final long LONGEST_BATCH_MS = 30_000;
    /** Between two batches, while others are read. */
    private static final Duration LONGEST_PAUSE = Duration.ofMinutes(5);

    private final ConsumerContext consumer;
    private final long count;
    /** How many have been read, with the one at hand. */
    private long read;

    private final Queue<Message> fetched = new ArrayDeque<>();
    private Optional<Message> current = Optional.empty();

    /** @param subjects which of them */
    LaneReader(Link link, Lane lane, String subjects) throws IOException {
        ConsumerConfiguration all = ConsumerConfiguration.builder()
                .filterSubject(subjects)
                .deliverPolicy(DeliverPolicy.All)
                .ackPolicy(AckPolicy.None)
                .inactiveThreshold(LONGEST_PAUSE)
                .build();
        try {
            consumer = link.connection().getStreamContext(lane.stream()).createOrUpdateConsumer(all);
            count = consumer.getConsumerInfo().getNumPending();
        } catch (JetStreamApiException e) {
            throw new IOException(lane.stream() + " cannot be read: " + e.getMessage(), e);
        }
        advance();
    }

    /** The message at hand; empty after the last. */
    Optional<Message> current() {
        return current;
    }

    /** When the message at hand was written. */
    ZonedDateTime time() {
        return current.orElseThrow().metaData().timestamp();
    }

    /** To the next. */
    void advance() throws IOException {
        current = read < count ? Optional.of(next()) : Optional.empty();
    }

    private Message next() throws IOException {
        if (fetched.isEmpty()) {
            fetch();
        }
        Message message = fetched.poll();
        if (message == null) {
            throw new IOException("a stream of events tells nothing");
        }
        read++;
        if (message.metaData().consumerSequence() != read) {
            throw new IOException("a stream of events was read with a gap: its server has ended meanwhile");
        }
        return message;
    }

    /** All of a batch at once: other streams may be read for long before it is used up. */
    private void fetch() throws IOException {
        try {
            FetchConsumer batch = consumer.fetch(FetchConsumeOptions.builder()
                    .maxBytes(BATCH)
                    .noWaitExpiresIn(LONGEST_BATCH_MS)
                    .build());
            for (Message message = batch.nextMessage(); message != null; message = batch.nextMessage()) {
                fetched.add(message);
            }
            batch.stop();
        } catch (JetStreamApiException | JetStreamStatusCheckedException e) {
            throw new IOException("a stream of events cannot be read: " + e.getMessage(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
    }
}
