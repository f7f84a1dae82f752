package dev.hearth.gateway.queue.jetstream;

import io.nats.client.JetStreamApiException;
import io.nats.client.api.PublishAck;
import io.nats.client.impl.Headers;
import java.io.IOException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;

/**
 * Writes that take the place of the message that this gateway knows as the last of its subject. If there is a later one, either an
 * earlier write of this gateway has arrived though nobody said so, or another gateway has written: the claim to the events tells. What
 * was written counts once the {@link Fence} is passed. So that an attempt begins is said to one gateway only.
 */
final class FencedWrites {
    /** NATS: wrong last sequence. */
    private static final int WRONG_SEQUENCE = 10_071;

    private final Link link;
    private final Fence fence;
    private final Executor threads;

    /** @param threads that may block */
    FencedWrites(Link link, Fence fence, Executor threads) {
        this.link = link;
        this.fence = fence;
        this.threads = threads;
    }

    /** The sequence number of what was written. */
    CompletionStage<Long> publish(String subject, Headers headers, byte[] content, long last) {
        return link.publishAfter(subject, headers, content, last)
                .thenApply(PublishAck::getSeqno)
                .exceptionallyCompose(failure -> isLater(failure)
                        ? CompletableFuture.supplyAsync(() -> lastOfOurs(subject), threads)
                                .thenCompose(known -> link.publishAfter(subject, headers, content, known))
                                .thenApply(PublishAck::getSeqno)
                        : CompletableFuture.failedStage(failure))
                .thenCompose(sequence -> fence.pass().thenApply(_ -> sequence));
    }

    static boolean isLater(Throwable failure) {
        return JetStreamQueue.causes(failure)
                .anyMatch(each -> each instanceof JetStreamApiException api && api.getApiErrorCode() == WRONG_SEQUENCE);
    }

    private long lastOfOurs(String subject) {
        try {
            long last = link.last(subject);
            if (!link.isOurs()) { // asked after that: what was read then was ours
                throw new IOException(Link.TAKEN);
            }
            return last;
        } catch (IOException e) {
            throw new CompletionException(e);
        }
    }
}
