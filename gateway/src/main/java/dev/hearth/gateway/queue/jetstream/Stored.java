package dev.hearth.gateway.queue.jetstream;

import dev.hearth.gateway.queue.EventQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;

/** Where an event is in its stream: the sequence numbers of its message and of what was noted after it. */
final class Stored implements EventQueue.Place {
    /** Of its message; what was noted has {@link #NOTE} behind it. */
    final String subject;

    static final String NOTE = ".note";

    /** 0: it has none. */
    volatile long sequence;

    volatile long note;

    /** The end of what was asked for last: one thing is done after the other. */
    private CompletionStage<?> last = CompletableFuture.completedStage(null);

    Stored(String subject) {
        this.subject = subject;
    }

    String stream() {
        return Lane.of(subject).stream();
    }

    /** Begins this when what was asked for before has ended, however. */
    synchronized <T> CompletionStage<T> then(Supplier<CompletionStage<T>> next) {
        CompletionStage<T> result = last.handle((_, _) -> 0).thenCompose(_ -> next.get());
        last = result;
        return result;
    }
}
