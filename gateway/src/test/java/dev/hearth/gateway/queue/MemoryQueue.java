package dev.hearth.gateway.queue;

import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Keeps events in memory, and does so at once: for simulations. What it keeps outlives its being closed. */
public final class MemoryQueue implements EventQueue {
    private final TreeMap<Long, Kept> kept = new TreeMap<>();
    private long numbers;
    private boolean closed;
    private boolean readable = true;
    private double fill;

    private record Numbered(long value) implements Place {}

    /** Opens it again after {@link #close}. */
    public synchronized MemoryQueue reopened() {
        closed = false;
        return this;
    }

    /** What is said of its room. */
    public synchronized void fill(double now) {
        fill = now;
    }

    /** As somebody else may do to a stream. */
    public synchronized void lose(String requestId) {
        kept.values().removeIf(each -> each.event().requestId().equals(requestId));
    }

    /** Whether what is kept can be read. */
    public synchronized void readable(boolean now) {
        readable = now;
    }

    public synchronized int size() {
        return kept.size();
    }

    @Override
    public synchronized void recover(Consumer<Kept> owner) {
        Map.copyOf(kept).values().stream()
                .sorted((one, other) -> Long.compare(number(one.place()), number(other.place())))
                .forEach(owner);
    }

    private static long number(Place place) {
        return ((Numbered) place).value();
    }

    @Override
    public synchronized CompletionStage<Place> accept(AcceptedEvent event) {
        if (closed) {
            return CompletableFuture.failedFuture(new IOException("closed"));
        }
        Place place = new Numbered(++numbers);
        kept.put(numbers, new Kept(place, event, Progress.NONE, Optional.empty()));
        return CompletableFuture.completedStage(place);
    }

    @Override
    public synchronized CompletionStage<Void> note(Place place, Progress progress) {
        kept.computeIfPresent(number(place), (_, known) -> new Kept(place, known.event(), progress, Optional.empty()));
        return CompletableFuture.completedStage(null);
    }

    @Override
    public synchronized CompletionStage<Void> settle(Place place, AcceptedEvent event, Outcome outcome) {
        kept.computeIfPresent(number(place), (_, known) -> new Kept(place, event, Progress.NONE, Optional.of(outcome)));
        return CompletableFuture.completedStage(null);
    }

    @Override
    public synchronized CompletionStage<Void> remove(Place place) {
        kept.remove(number(place));
        return CompletableFuture.completedStage(null);
    }

    @Override
    public AcceptedEvent read(Place place) throws IOException {
        return known(place).event();
    }

    @Override
    public CompletedEvent completed(Place place) throws IOException {
        Kept known = known(place);
        return new CompletedEvent(known.event(), known.outcome().orElseThrow(() -> new IOException("not settled")));
    }

    @Override
    public int setAside() {
        return 0;
    }

    private synchronized Kept known(Place place) throws IOException {
        @Nullable Kept known = kept.get(number(place));
        if (!readable) {
            throw new IOException("cannot be read now");
        }
        if (known == null) {
            throw new Unreadable("not kept", null);
        }
        return known;
    }

    @Override
    public synchronized long bytes() {
        return kept.values().stream()
                .mapToLong(each -> each.event().payload().length)
                .sum();
    }

    @Override
    public synchronized double fill() {
        return fill;
    }

    @Override
    public synchronized void close() {
        closed = true;
    }
}
