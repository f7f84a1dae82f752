package dev.hearth.gateway.dispatch;

import dev.hearth.gateway.concurrency.Permit;
import org.jspecify.annotations.Nullable;

/** One invocation on its way: waits, runs in an environment, ends once. Fields are guarded by its pool. */
final class Attempt implements Dispatcher.InFlight {
    final Invocation invocation;
    final long arrivedNanos;
    private final RevisionPool pool;
    private final Dispatcher.Caller caller;
    private final Permit permit;

    @Nullable
    Environment environment;

    long dispatchedNanos;
    long deadlineNanos;
    /** Whether its caller is too slow to read a streamed result. */
    boolean shut;

    private boolean ended;
    private volatile boolean abandoned;

    Attempt(RevisionPool pool, Invocation invocation, Dispatcher.Caller caller, Permit permit, long nowNanos) {
        this.pool = pool;
        this.invocation = invocation;
        this.caller = caller;
        this.permit = permit;
        this.arrivedNanos = nowNanos;
    }

    String requestId() {
        return invocation.requestId();
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
