package dev.hearth.gateway.dispatch;

import dev.hearth.gateway.catalog.Revision;
import dev.hearth.gateway.concurrency.Permit;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * One invocation on its way: waits, runs in an environment, ends once. Its permit is held until its handler runs no more for
 * sure, which may be later than its caller is answered. Fields are guarded by its pool.
 */
final class Attempt implements Dispatcher.InFlight {
    /** Makes an attempt for a pool. */
    interface Maker {
        Attempt make(RevisionPool pool);
    }

    final Invocation invocation;
    final long arrivedNanos;
    private volatile RevisionPool pool;
    private final Dispatcher.Caller caller;
    private final Permit permit;

    @Nullable
    Environment environment;

    long dispatchedNanos;
    long deadlineNanos;
    /** Whether it is not kept yet that it begins: an environment has its place, but not the invocation. */
    boolean isPaused;
    /** Whether its caller is too slow to read a streamed result. */
    boolean shut;

    /** It has run for too long: its environment was told to end, and its caller gets no result of it. */
    boolean overdue;

    /** Whether nobody waits for its result any more, though it may still run. */
    boolean isGivenUp;

    /** Of the process that was told to end, base64. */
    Optional<String> logTail = Optional.empty();

    /** What the platform's log says at its end; known once it is overdue. */
    String lastLines = "";

    private boolean begun;
    private boolean ended;
    private boolean answered;
    private volatile boolean abandoned;

    Attempt(RevisionPool pool, Invocation invocation, Dispatcher.Caller caller, Permit permit, long nowNanos) {
        this.pool = pool;
        this.invocation = invocation;
        this.caller = caller;
        this.permit = permit;
        this.arrivedNanos = nowNanos;
    }

    /** It waits in another pool from now on. */
    Attempt movedTo(RevisionPool other) {
        pool = other;
        return this;
    }

    /** What is to run. */
    Revision revision() {
        return pool.revision;
    }

    boolean isAbandoned() {
        return abandoned;
    }

    String requestId() {
        return invocation.requestId();
    }

    /** It is dispatched, to run or first to a repeated init: with the first of them its time-out begins. */
    void begin(long nowNanos, Duration timeout) {
        dispatchedNanos = nowNanos;
        if (!begun) {
            begun = true;
            deadlineNanos = nowNanos + timeout.toNanos();
        }
    }

    long remainingMillis(long nowNanos) {
        return Math.max(1, (deadlineNanos - nowNanos) / 1_000_000);
    }

    /** Gives it to an environment; an event not before it is kept that this attempt of it begins. */
    void give(WorkLink link, long millis) {
        Optional<CompletionStage<Void>> kept = begins();
        if (kept.isEmpty()) {
            link.run(invocation, millis);
        } else {
            pool.isKept(this, kept.get());
        }
    }

    private Optional<CompletionStage<Void>> begins() {
        try {
            return caller.begins();
        } catch (RuntimeException failed) {
            return Optional.of(CompletableFuture.failedStage(failed));
        }
    }

    /** Its time stands still until it is kept that it begins. */
    void pause(long nowNanos) {
        isPaused = true;
        dispatchedNanos = nowNanos;
    }

    void resume(long nowNanos) {
        isPaused = false;
        deadlineNanos += nowNanos - dispatchedNanos;
        dispatchedNanos = nowNanos;
    }

    /** It runs no more: gives the permit back, then answers if that is still to be done. */
    void end(Answer answer) {
        synchronized (this) {
            ended = true;
        }
        permit.close();
        caller.finished();
        answer(answer);
    }

    /** Answers once, unless nobody waits. What may still run keeps its permit. */
    void answer(Answer answer) {
        synchronized (this) {
            if (answered) {
                return;
            }
            answered = true;
        }
        if (!abandoned) {
            caller.answered(answer);
        }
    }

    synchronized boolean isEnded() {
        return ended;
    }

    void chunk(byte[] bytes) {
        if (!abandoned) {
            caller.chunk(bytes);
        }
    }

    void coldStart(ColdStart phases) {
        caller.coldStart(phases);
    }

    @Override
    public void abandon() {
        pool.flow(this, true);
        abandoned = true;
        pool.abandoned(this);
    }

    @Override
    public void flow(boolean open) {
        if (!abandoned) {
            pool.flow(this, open);
        }
    }
}
