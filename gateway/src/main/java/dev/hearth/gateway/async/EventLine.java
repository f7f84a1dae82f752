package dev.hearth.gateway.async;

import dev.hearth.gateway.memory.Holding;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.Deque;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.Queue;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The events of one function: some can be tried now, some later, some are being tried. Each function has its own, so that none waits
 * for another's. Its own monitor guards it.
 */
final class EventLine {
    private static final long LOOK_NANOS = Duration.ofSeconds(1).toNanos();
    private static final long LONGEST_PAUSE_NANOS = Duration.ofSeconds(10).toNanos();

    private final Deque<Pending> ready = new ArrayDeque<>();
    private final Queue<Pending> later = new PriorityQueue<>(Comparator.comparingLong((Pending each) -> each.dueNanos));
    private final Window window;
    /** How often in a row one was refused while no other ran. */
    private int inVain;

    private long pausedUntil;
    private boolean hasLooked;
    private long nextLook;

    private final LineMemory memory;
    private final Supplier<Holding> results;
    private boolean lacksMemory;

    /**
     * @param most that are tried at the same time
     * @param results memory for an answer
     */
    EventLine(int most, LineMemory memory, Supplier<Holding> results) {
        this.window = new Window(most);
        this.memory = memory;
        this.results = results;
    }

    /** It can be tried when it is due. */
    synchronized void add(Pending event, long now) {
        event.giveBack();
        if (event.dueNanos - now > 0) {
            later.add(event);
        } else {
            ready.addLast(event);
        }
    }

    /** The next that is to be tried now, with memory for it; null: there is none, or no room. */
    synchronized @Nullable Pending next(long now) {
        if (!hasNext(now)) {
            return null;
        }
        Pending next = ready.getFirst();
        Optional<Holding> loan = memory.lend(EventMemory.ofAttempt(next.size));
        lacksMemory = loan.isEmpty();
        if (loan.isEmpty()) {
            return null;
        }
        next.borrow(loan.get(), results.get());
        window.take();
        return ready.removeFirst();
    }

    /** Whether there was no memory for the next when it was asked for last. */
    synchronized boolean lacksMemory() {
        return lacksMemory;
    }

    /** Whether it may find out whether the queue can be read again: once a second, if it has something to try. */
    synchronized boolean mayLook(long now) {
        boolean may = (!hasLooked || nextLook - now <= 0) && hasNext(now);
        if (may) {
            hasLooked = true;
            nextLook = now + LOOK_NANOS;
        }
        return may;
    }

    private boolean hasNext(long now) {
        for (Pending due = later.peek(); due != null && due.dueNanos - now <= 0; due = later.peek()) {
            ready.addLast(later.remove());
        }
        boolean isPaused = inVain > 0 && pausedUntil - now > 0;
        return !ready.isEmpty() && window.hasRoom() && !isPaused;
    }

    /** One that was tried has run. */
    synchronized void ran() {
        inVain = 0;
        window.ran();
    }

    /** One that was to be tried could not be. If none runs whose end would give room, there is a pause, longer each time. */
    synchronized void refused(long now) {
        window.refused();
        if (window.taken() == 0) {
            inVain++;
            Duration pause = RetrySchedule.afterRefusal(inVain);
            pausedUntil = now + Math.min(pause.toNanos(), LONGEST_PAUSE_NANOS);
        }
    }

    /** One could not be tried, though there may be room. */
    synchronized void skipped() {
        window.skipped();
    }

    /** Those that wait, and those that are tried. */
    synchronized int size() {
        return ready.size() + later.size() + window.taken();
    }

    /** Those that are tried at this moment. */
    synchronized int running() {
        return window.taken();
    }

    synchronized boolean isEmpty() {
        return size() == 0;
    }
}
