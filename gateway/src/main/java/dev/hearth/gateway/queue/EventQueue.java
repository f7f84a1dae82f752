package dev.hearth.gateway.queue;

import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Port: keeps accepted events until they are done with, whatever ends or fails meanwhile. It knows nothing of functions, retries
 * or time: that is the owner's. Thread-safe; stages complete on any thread, which must not be blocked.
 */
public interface EventQueue extends AutoCloseable {
    /** Where an event is kept: what the queue needs to find it again. */
    interface Place {}

    /**
     * An event that was kept when the queue was opened.
     *
     * @param event as it was accepted
     * @param progress as it was noted last
     * @param outcome what became of it, if it was settled
     */
    record Kept(Place place, AcceptedEvent event, Progress progress, Optional<Outcome> outcome) {}

    /**
     * Gives everything that is kept, in the order of acceptance but for what was settled ever. Once, before anything else. Records
     * that cannot be decoded are set aside: see {@link #setAside}.
     */
    void recover(Consumer<Kept> owner) throws IOException;

    /**
     * Keeps an event.
     *
     * @return completes once it would outlive the end of every process and a loss of power; fails with {@link QueueFull} or another
     *     {@link IOException} if it is not kept
     */
    CompletionStage<Place> accept(AcceptedEvent event);

    /**
     * Keeps how far an event has come; completes when that is as safe as the event itself. One that was settled is so no more: it
     * gets another chance.
     */
    CompletionStage<Void> note(Place place, Progress progress);

    /** Keeps what became of an event, with the event, and no more how far it has come; completes when that is safe. */
    CompletionStage<Void> settle(Place place, AcceptedEvent event, Outcome outcome);

    /** Forgets an event; completes when it would not come back. */
    CompletionStage<Void> remove(Place place);

    /** This event cannot be read; others may. */
    final class Unreadable extends IOException {
        private static final long serialVersionUID = 1;

        public Unreadable(String message, @Nullable Throwable cause) {
            super(message, cause);
        }
    }

    /**
     * Reads an event again; blocks.
     *
     * @throws Unreadable if it is not kept, or damaged
     */
    AcceptedEvent read(Place place) throws IOException;

    /** Reads a settled event and what became of it; blocks. */
    CompletedEvent completed(Place place) throws IOException;

    /** Records that are there and cannot be decoded, or are damaged: nobody gets them, and nothing deletes them. */
    int setAside();

    /** What it takes to keep what it keeps, in bytes. */
    long bytes();

    /** How much of its room is taken, from 0 to 1; from 1 on nothing is accepted. */
    double fill();

    /** Finishes what was asked for before. */
    @Override
    void close();
}
