package dev.hearth.gateway.async;

import dev.hearth.gateway.queue.AcceptedEvent;
import dev.hearth.gateway.queue.EventQueue;
import dev.hearth.gateway.queue.Outcome;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Has what became of events written: again and again, while the queue does not take it. */
final class Settling {
    private static final Duration PAUSE = Duration.ofSeconds(1);
    /** More that the queue does not take: no more attempts begin. */
    private static final int MOST_UNWRITTEN = 100;

    private static final Logger LOG = LoggerFactory.getLogger(Settling.class);

    private final EventQueue queue;
    private final Clocks clocks;
    private final Consumer<Settled> whenWritten;
    private final Set<Unwritten> unwritten = new LinkedHashSet<>();
    private boolean wasStuck;

    /** What the queue did not take. */
    private static final class Unwritten {
        private final EventQueue.Place place;
        private final AcceptedEvent event;
        private final Outcome outcome;
        private final Runnable giveBack;
        private long dueNanos;
        private boolean isUnderWay;

        Unwritten(EventQueue.Place place, AcceptedEvent event, Outcome outcome, Runnable giveBack) {
            this.place = place;
            this.event = event;
            this.outcome = outcome;
            this.giveBack = giveBack;
        }
    }

    /** @param whenWritten gets each once it is safe; must not block */
    Settling(EventQueue queue, Clocks clocks, Consumer<Settled> whenWritten) {
        this.queue = queue;
        this.clocks = clocks;
        this.whenWritten = whenWritten;
    }

    /** @param giveBack gives back the memory of both, once they are safe */
    void settle(EventQueue.Place place, AcceptedEvent event, Outcome outcome, Runnable giveBack) {
        settle(new Unwritten(place, event, outcome, giveBack));
    }

    private void settle(Unwritten ended) {
        queue.settle(ended.place, ended.event, ended.outcome).whenComplete((_, failure) -> {
            written(ended, failure == null);
            if (failure == null) {
                ended.giveBack.run();
                whenWritten.accept(new Settled(ended.place, ended.event, ended.outcome, clocks.nanos()));
            }
        });
    }

    /** What is not written stays on the list, also while it is tried again, until it is. */
    private synchronized void written(Unwritten ended, boolean isWritten) {
        unwritten.remove(ended);
        if (!isWritten) {
            ended.isUnderWay = false;
            ended.dueNanos = clocks.nanos() + PAUSE.toNanos();
            unwritten.add(ended);
        }
        tell();
    }

    private void tell() {
        if (wasStuck != isStuck()) {
            wasStuck = isStuck();
            LOG.atWarn()
                    .setMessage(
                            wasStuck
                                    ? "what becomes of events cannot be kept: no more are tried until it can"
                                    : "what becomes of events is kept again")
                    .log();
        }
    }

    /** Tries again what is due: call every few milliseconds. */
    void tick() {
        long now = clocks.nanos();
        List<Unwritten> due;
        synchronized (this) {
            due = unwritten.stream()
                    .filter(each -> !each.isUnderWay && each.dueNanos - now <= 0)
                    .toList();
            due.forEach(each -> each.isUnderWay = true);
        }
        due.forEach(this::settle);
    }

    /** Whether the queue takes nothing, so that nothing more should be begun. */
    synchronized boolean isStuck() {
        return unwritten.size() > MOST_UNWRITTEN;
    }
}
