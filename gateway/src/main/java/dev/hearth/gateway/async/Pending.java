package dev.hearth.gateway.async;

import dev.hearth.gateway.memory.Holding;
import dev.hearth.gateway.queue.EventQueue;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

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

    /** Of its payload, in bytes; what its record adds is not counted. */
    final int size;

    /** Memory that it has while it is tried. */
    private Optional<Holding> loan = Optional.empty();
    /** Of what its function answers. */
    private Optional<Holding> result = Optional.empty();

    Pending(EventQueue.Place place, int size, long acceptedNanos, Instant since) {
        this.size = size;
        this.since = since;
        this.place = place;
        this.acceptedNanos = acceptedNanos;
        this.dueNanos = acceptedNanos;
    }

    /** Has this memory until it is given back. */
    void borrow(Holding forEvent, Holding forResult) {
        loan = Optional.of(forEvent);
        result = Optional.of(forResult);
    }

    /** Memory of what its function answers to the attempt that is under way. */
    Holding result() {
        return result.orElseThrow();
    }

    /** Once, however often it is asked for. */
    void giveBack() {
        loan.ifPresent(Holding::close);
        result.ifPresent(Holding::close);
    }

    /** Since it was accepted, at this moment of the monotonic clock. */
    Duration age(long nanos) {
        return Duration.ofNanos(nanos - acceptedNanos);
    }
}
