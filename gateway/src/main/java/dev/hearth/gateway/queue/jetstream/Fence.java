package dev.hearth.gateway.queue.jetstream;

import java.io.IOException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/**
 * Proof that the events are still this gateway's: its claim is written anew, which the server of the streams refuses if another has
 * claimed them since. Passed after a write, it says that whoever claims them later will read what was written. Those who ask while a
 * proof is under way share the next one, so that it costs one small message for however many writes.
 */
final class Fence {
    /** Of its own: what is closing passes it too. */
    private static final Executor THREADS = Thread::startVirtualThread;

    private final Link link;
    private boolean isUnderWay;
    private boolean isAsked;
    private CompletableFuture<Void> next = new CompletableFuture<>();

    Fence(Link link) {
        this.link = link;
    }

    /** Completes once it is proved; fails if another gateway has the events, or nobody can tell. */
    CompletionStage<Void> pass() {
        CompletableFuture<Void> proof;
        synchronized (this) {
            proof = next;
            isAsked = true;
            if (isUnderWay) {
                return proof;
            }
            isUnderWay = true;
            renew();
        }
        prove(proof);
        return proof;
    }

    /** The same; blocks. */
    void await() throws IOException {
        try {
            pass().toCompletableFuture().join();
        } catch (CompletionException e) {
            throw new IOException(String.valueOf(e.getMessage()), e);
        }
    }

    private void renew() {
        next = new CompletableFuture<>();
        isAsked = false;
    }

    private void prove(CompletableFuture<Void> proof) {
        link.claimAgain()
                .exceptionallyCompose(failure -> isRefused(failure)
                        ? CompletableFuture.runAsync(this::look, THREADS).thenCompose(_ -> again(failure))
                        : CompletableFuture.failedStage(failure))
                .whenComplete((_, failure) -> end(proof, failure));
    }

    private static boolean isRefused(Throwable failure) {
        return FencedWrites.isLater(failure) || JetStreamQueue.isFull(failure);
    }

    /** Who has claimed them is seen by the last claim; it may be one of this gateway's that arrived unheard. */
    private void look() {
        try {
            if (!link.isOurs()) {
                throw new IOException(Link.TAKEN);
            }
        } catch (IOException e) {
            throw new CompletionException(e);
        }
    }

    /** Where there is no room for a claim, what was seen has to do. */
    private CompletionStage<Void> again(Throwable failure) {
        return FencedWrites.isLater(failure) ? link.claimAgain() : CompletableFuture.completedStage(null);
    }

    private void end(CompletableFuture<Void> proof, @Nullable Throwable failure) {
        synchronized (this) {
            isUnderWay = isAsked;
            if (isAsked) {
                CompletableFuture<Void> asked = next;
                renew();
                THREADS.execute(() -> prove(asked));
            }
        }
        if (failure == null) {
            proof.complete(null);
        } else {
            proof.completeExceptionally(failure);
        }
    }
}
