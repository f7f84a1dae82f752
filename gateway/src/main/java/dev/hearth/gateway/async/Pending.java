package dev.hearth.gateway.async;

import dev.hearth.gateway.queue.EventQueue;
import java.time.Duration;
import java.time.Instant;

/** An event that is not done with: what is known of it without reading it. Guarded by its line. */
final class Pending {
    final EventQueue.Place place;
    /** When it was accepted, by this process's monotonic clock. */
    final long acceptedNanos;
    /** When it was given another chance; {@link Instant#EPOCH}: never. */
    final Instant since;

    /** Attempts that have begun. */
    int attempts;
    /** Whether the one that is under way has begun. */
    boolean begun;

    /** How many times in a row nothing ran. */
    int refusals;
    /** When it may be tried next. */
    long dueNanos;

    Pending(EventQueue.Place place, long acceptedNanos, Instant since) {
        this.since = since;
        this.place = place;
        this.acceptedNanos = acceptedNanos;
        this.dueNanos = acceptedNanos;
    }

    /** Since it was accepted, at this moment of the monotonic clock. */
    Duration age(long nanos) {
        return Duration.ofNanos(nanos - acceptedNanos);
    }
}
