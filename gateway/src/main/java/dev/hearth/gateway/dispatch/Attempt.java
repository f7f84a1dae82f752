package dev.hearth.gateway.dispatch;

import dev.hearth.gateway.catalog.Revision;
import dev.hearth.gateway.concurrency.Permit;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** One invocation on its way: waits, runs in an environment, ends once. Fields are guarded by its pool. */
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
    /** Whether its caller is too slow to read a streamed result. */
    boolean shut;

    private boolean begun;
    private boolean ended;
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

    /** Ends it if nothing else has: gives the permit back, then answers unless nobody waits. */
    void end(Answer answer) {
        synchronized (this) {
            if (ended) {
                return;
            }
            ended = true;
        }
        permit.close();
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
