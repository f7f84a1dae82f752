package dev.hearth.gateway.queue.jetstream;

import io.nats.client.JetStreamApiException;
import io.nats.client.PublishOptions;
import io.nats.client.api.MessageInfo;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Claim of a gateway to the events, as a message in the streams themselves: whose message is the last has them, and its sequence number
 * is the epoch. The server of the streams puts all claims into one order, so that of two gateways, whatever they see of each other,
 * exactly one has the events.
 */
final class Ownership {
    /** NATS: no message found. */
    private static final int NO_MESSAGE = 10_037;
    /** A format and the claimant. */
    private static final byte FORMAT = 0;

    private final String subject;
    private final String stream;
    private final byte[] claim = newClaim();
    private final AtomicLong epoch = new AtomicLong();

    Ownership(String prefix) {
        Lane first = new Lane(prefix, 0);
        this.subject = first.subjects() + ".owner"; // of no shard: it is no event
        this.stream = first.stream();
    }

    private static byte[] newClaim() {
        byte[] id = UUID.randomUUID().toString().getBytes(StandardCharsets.US_ASCII);
        byte[] claim = new byte[id.length + 1];
        claim[0] = FORMAT;
        System.arraycopy(id, 0, claim, 1, id.length);
        return claim;
    }

    String subject() {
        return subject;
    }

    byte[] claim() {
        return claim.clone();
    }

    /** Sequence number of the claim as this gateway knows it. */
    long epoch() {
        return epoch.get();
    }

    void reached(long sequence) {
        epoch.set(sequence);
    }

    /** Takes the events from whoever has them. */
    void take(Wire wire) throws IOException, JetStreamApiException {
        reached(wire.publishing().publish(subject, claim).getSeqno());
    }

    /**
     * Whether the last claim is this gateway's: sequence numbers begin anew with a stream that was made again, claimants do not. A claim
     * that is gone, as with the streams, is made anew.
     */
    boolean isOurs(Wire wire) throws IOException, JetStreamApiException {
        try {
            MessageInfo last = wire.management().getLastMessage(stream, subject);
            boolean isOurs = Arrays.equals(claim, last.getData());
            if (isOurs) {
                reached(last.getSeq());
            }
            return isOurs;
        } catch (JetStreamApiException e) {
            return e.getApiErrorCode() == NO_MESSAGE && isFirstAgain(wire);
        }
    }

    private boolean isFirstAgain(Wire wire) throws IOException, JetStreamApiException {
        PublishOptions first =
                PublishOptions.builder().expectedLastSubjectSequence(0).build();
        reached(wire.publishing().publish(subject, claim, first).getSeqno());
        return true;
    }
}
