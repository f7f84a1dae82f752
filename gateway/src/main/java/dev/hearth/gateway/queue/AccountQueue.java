package dev.hearth.gateway.queue;

import dev.hearth.gateway.memory.Purpose;
import dev.hearth.gateway.memory.Share;
import dev.hearth.gateway.memory.SharedBudget;
import java.io.IOException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;

/**
 * Queue whose room the accounts share by dynamic thresholds: each may have as much as is free, so that nobody's events, however many,
 * have others' refused. What was kept before counts as far as it fits.
 */
public final class AccountQueue implements EventQueue {
    /** Of an event beside its payload. */
    private static final int OVERHEAD = 512;
    /** A payload of full size. */
    private static final long LARGEST = (1L << 20) + OVERHEAD;

    private final EventQueue queue;
    private final SharedBudget room;

    /** @param bytes that the queue has room for */
    public AccountQueue(EventQueue queue, long bytes) {
        this.queue = queue;
        this.room = new SharedBudget(bytes, bytes / 10, LARGEST);
    }

    /** Where an event is, and what it takes of its account's share. */
    private record Counted(Place place, Share share, AtomicLong bytes) implements Place {
        void release() {
            share.release(bytes.getAndSet(0));
        }
    }

    private Counted counted(Place place, AcceptedEvent event, Purpose purpose) {
        Share share = share(event);
        long bytes = share.reserve(size(event), purpose).isGranted() ? size(event) : 0;
        return new Counted(place, share, new AtomicLong(bytes));
    }

    private Share share(AcceptedEvent event) {
        return room.share(event.function().accountId());
    }

    private static long size(AcceptedEvent event) {
        return (long) event.payload().length + OVERHEAD;
    }

    private static Place inner(Place place) {
        return ((Counted) place).place();
    }

    @Override
    public void recover(Consumer<Kept> owner) throws IOException {
        queue.recover(kept -> owner.accept(new Kept(
                counted(kept.place(), kept.event(), Purpose.FINISH), kept.event(), kept.progress(), kept.outcome())));
    }

    @Override
    public CompletionStage<Place> accept(AcceptedEvent event) {
        Share share = share(event);
        if (!share.reserve(size(event), Purpose.BEGIN).isGranted()) {
            return CompletableFuture.failedFuture(new QueueFull(
                    "the events of account " + event.function().accountId()
                            + " that wait have taken its share of the queue; try again when some are done",
                    true));
        }
        AtomicLong bytes = new AtomicLong(size(event));
        return queue.accept(event)
                .whenComplete((_, failure) -> share.release(failure == null ? 0 : bytes.getAndSet(0)))
                .thenApply(place -> new Counted(place, share, bytes));
    }

    /** Whatever its account has: the event that it is about gives its room back only then. */
    @Override
    public CompletionStage<Place> acceptRecord(AcceptedEvent event) {
        return queue.acceptRecord(event).thenApply(place -> counted(place, event, Purpose.FINISH));
    }

    @Override
    public CompletionStage<Void> note(Place place, Progress progress) {
        return queue.note(inner(place), progress);
    }

    @Override
    public CompletionStage<Void> settle(Place place, AcceptedEvent event, Outcome outcome) {
        return queue.settle(inner(place), event, outcome);
    }

    @Override
    public CompletionStage<Void> remove(Place place) {
        ((Counted) place).release();
        return queue.remove(inner(place));
    }

    @Override
    public AcceptedEvent read(Place place) throws IOException {
        return queue.read(inner(place));
    }

    @Override
    public CompletedEvent completed(Place place) throws IOException {
        return queue.completed(inner(place));
    }

    @Override
    public int setAside() {
        return queue.setAside();
    }

    @Override
    public long bytes() {
        return queue.bytes();
    }

    @Override
    public double fill() {
        return queue.fill();
    }

    @Override
    public void close() {
        queue.close();
    }
}
