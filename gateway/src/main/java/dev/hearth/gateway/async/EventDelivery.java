package dev.hearth.gateway.async;

import dev.hearth.gateway.catalog.FunctionId;
import dev.hearth.gateway.catalog.FunctionKey;
import dev.hearth.gateway.dispatch.Dispatcher;
import dev.hearth.gateway.queue.AcceptedEvent;
import dev.hearth.gateway.queue.EventAcceptor;
import dev.hearth.gateway.queue.EventQueue;
import dev.hearth.gateway.queue.FailedEvent;
import dev.hearth.gateway.queue.FailedEvents;
import dev.hearth.gateway.queue.Progress;
import dev.hearth.gateway.queue.QueueFull;
import java.io.IOException;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;

/**
 * Accepts events and delivers them, each at least once and never more often than its policy says.
 *
 * <pre>
 *   accept ──► EventQueue ──► EventLine of its function ──► Attempts ──► Dispatcher
 *                                  ▲                                      │
 *                                  └──── later: error, refusal ◄──────────┴──► Outcomes
 * </pre>
 */
public final class EventDelivery implements EventAcceptor, FailedEvents {
    /** How much of the queue's room is everybody's. */
    private static final double OPEN = 0.9;
    /** Events that get another chance at once. */
    private static final int MOST_REDRIVEN = 200;

    private final EventQueue queue;
    private final AsyncMetrics metrics;
    private final Clocks clocks;
    private final EventMemory memory;
    private final EventLines lines;
    private final Outcomes outcomes;
    private final Attempts attempts;

    /**
     * Delivers nothing yet: {@link #recover}.
     *
     * @param sender to destinations
     * @param threads for attempts and for sending, each of which blocks while the queue works
     */
    public EventDelivery(
            EventQueue queue,
            Targets targets,
            Dispatcher dispatcher,
            RecordSender sender,
            AsyncMetrics metrics,
            Clocks clocks,
            RetrySchedule schedule,
            Executor threads,
            DeliveryLimits limits) {
        this.queue = queue;
        this.metrics = metrics;
        this.clocks = clocks;
        this.memory = limits.memory();
        this.lines = new EventLines(limits.perFunction(), limits.memory());
        this.outcomes =
                new Outcomes(queue, targets, sender, metrics, clocks, threads, limits.memory(), limits.failedBytes());
        this.attempts = new Attempts(queue, lines, targets, dispatcher, outcomes, metrics, clocks, schedule, threads);
    }

    // ---- accepting ----

    /** Takes up what was accepted before this process. */
    public void recover() throws IOException {
        queue.recover(kept ->
                kept.outcome().ifPresentOrElse(outcome -> outcomes.recover(kept, outcome), () -> recover(kept)));
    }

    private void recover(EventQueue.Kept kept) {
        long now = clocks.nanos();
        Progress progress = kept.progress();
        Instant since = progress.since().isAfter(kept.event().acceptedAt())
                ? progress.since()
                : kept.event().acceptedAt();
        Pending pending = new Pending(
                kept.place(),
                kept.event().payload().length,
                now - clocks.since(since).toNanos(),
                progress.since());
        pending.attempts = progress.attempts();
        pending.dueNanos = now + clocks.until(progress.notBefore()).toNanos();
        add(kept.event().function(), pending);
    }

    /** Not the last of the room: that is for records. */
    @Override
    public CompletionStage<Void> accept(AcceptedEvent event) {
        return queue.fill() > OPEN
                ? CompletableFuture.failedStage(new QueueFull("the events that wait have taken their room"))
                : accepted(queue.accept(event), event);
    }

    /**
     * Takes an event that tells a function what became of another: as long as there is any room, since the other gives its room back
     * only then.
     */
    public CompletionStage<Void> acceptRecord(AcceptedEvent event) {
        return accepted(queue.acceptRecord(event), event);
    }

    private CompletionStage<Void> accepted(CompletionStage<EventQueue.Place> kept, AcceptedEvent event) {
        long now = clocks.nanos();
        FunctionId key = event.function();
        int size = event.payload().length; // the event itself is not held until it is tried
        return kept.thenAccept(place -> {
            metrics.received(key);
            attempts.advance(key, add(key, new Pending(place, size, now, Instant.EPOCH)));
        });
    }

    private EventLine add(FunctionId key, Pending event) {
        return lines.add(key, event, clocks.nanos());
    }

    /** Begins what is due: call every few milliseconds. */
    public void tick() {
        outcomes.tick();
        lines.forEach(attempts::advance);
    }

    // ---- what was given up ----

    @Override
    public List<FailedEvent> list(FunctionKey function, Optional<String> after, int most) throws IOException {
        return outcomes.list(function, after, most);
    }

    @Override
    public int count(FunctionKey function) {
        return outcomes.count(function);
    }

    @Override
    public CompletionStage<Integer> redrive(FunctionKey function, Collection<String> requestIds) {
        List<Settled> taken = outcomes.take(function, Set.copyOf(requestIds));
        CompletionStage<Integer> count = CompletableFuture.completedStage(0);
        for (int first = 0; first < taken.size(); first += MOST_REDRIVEN) {
            List<Settled> some = taken.subList(first, Math.min(taken.size(), first + MOST_REDRIVEN));
            count = count.thenCompose(before -> redrive(some).thenApply(these -> before + these));
        }
        return count;
    }

    private CompletionStage<Integer> redrive(List<Settled> some) {
        CompletionStage<Integer> count = CompletableFuture.completedStage(0);
        for (Settled settled : some) {
            count = count.thenCombine(redrive(settled), Integer::sum);
        }
        return count;
    }

    /** 1: it gets another chance. */
    private CompletionStage<Integer> redrive(Settled settled) {
        Pending pending = new Pending(settled.place, settled.payloadSize, clocks.nanos(), clocks.now());
        return queue.note(settled.place, new Progress(0, Instant.EPOCH, pending.since))
                .handle((_, failure) -> {
                    if (failure != null) {
                        outcomes.settleAgain(settled);
                        return 0;
                    }
                    attempts.advance(settled.function, add(settled.function, pending));
                    return 1;
                });
    }

    // ---- reading, ending ----

    /** Failed events that are kept, by function. */
    public Map<FunctionId, Integer> failed() {
        return outcomes.counts();
    }

    /** Events that are not done with, by function. */
    public Map<FunctionId, Integer> depths() {
        return lines.sizes();
    }

    /** Events of all functions that are not done with. */
    public int depth() {
        return lines.sizes().values().stream().mapToInt(Integer::intValue).sum();
    }

    /** Bytes of payloads and results in delivery. */
    public long memoryHeld() {
        return memory.held();
    }

    /** Begins no more attempts. */
    public void stop() {
        attempts.stop();
        outcomes.stop();
    }

    /** Whether nothing is tried at this moment. */
    public boolean isQuiet() {
        return lines.isQuiet();
    }
}
