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
import java.util.Optional;
import org.jspecify.annotations.Nullable;

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

    private @Nullable FetchConsumer batch;
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
        if (current.isEmpty()) {
            end();
        }
    }

    private Message next() throws IOException {
        try {
            Message message = batch == null ? null : batch.nextMessage();
            if (message == null) {
                message = nextBatch().nextMessage();
            }
            if (message == null) {
                throw new IOException("a stream of events tells nothing");
            }
            read++;
            if (message.metaData().consumerSequence() != read) {
                throw new IOException("a stream of events was read with a gap: its server has ended meanwhile");
            }
            return message;
        } catch (JetStreamApiException | JetStreamStatusCheckedException e) {
            throw new IOException("a stream of events cannot be read: " + e.getMessage(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
    }

    private FetchConsumer nextBatch() throws IOException, JetStreamApiException {
        end();
        FetchConsumer next = consumer.fetch(FetchConsumeOptions.builder()
                .maxBytes(BATCH)
                .noWaitExpiresIn(LONGEST_BATCH_MS)
                .build());
        batch = next;
        return next;
    }

    private void end() {
        FetchConsumer last = batch;
        if (last != null) {
            last.stop();
        }
    }
}
