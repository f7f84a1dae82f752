package dev.hearth.gateway.dispatch;

import dev.hearth.gateway.catalog.Revision;
import dev.hearth.scaling.DemandHistory;
import dev.hearth.scaling.Scaler;
import dev.hearth.scaling.ScalingPolicy;

/** How many environments the fleet is asked for, from the demand a pool has seen. Guarded by its pool. */
final class FleetDemand {
    private final Revision revision;
    private final PoolContext context;
    private final Environments environments;
    private final WaitingLine waiting;
    private final StartBackoff backoff = new StartBackoff();
    private Revision.Bounds bounds;
    private ScalingPolicy policy;
    private DemandHistory history;
    private boolean draining;
    /** As many environments the fleet was asked for. */
    private int asked;

    FleetDemand(Revision revision, PoolContext context, Environments environments, WaitingLine waiting) {
        this.revision = revision;
        this.context = context;
        this.environments = environments;
        this.waiting = waiting;
        this.bounds = revision.bounds();
        this.policy = context.policy(revision);
        this.history = new DemandHistory(context.keepAlive(revision), context.now());
    }

    /** Its revision serves, perhaps again, perhaps with other bounds. */
    void serve(Revision current) {
        draining = false;
        policy = context.policy(current); // the account's limit may be another
        if (!bounds.equals(current.bounds())) {
            bind(current, context.now());
        }
    }

    private void bind(Revision current, long nowNanos) {
        if (!bounds.keepAlive().equals(current.bounds().keepAlive())) {
            int peak = history.peak(nowNanos);
            history = new DemandHistory(context.keepAlive(current), nowNanos);
            history.record(nowNanos, peak);
        }
        bounds = current.bounds();
    }

    /** Its revision serves no more: what waits is run, nothing is kept. */
    void drain() {
        draining = true;
    }

    boolean isDraining() {
        return draining;
    }

    /** An environment is on its way, starts anew or loads the function. */
    boolean isBeingMet() {
        return environments.areStarting() || context.fleet().isStarting(revision, environments::has);
    }

    /** Demand is what waits and what environments have taken, as long as somebody waits for it. */
    void observe(long nowNanos) {
        history.record(nowNanos, environments.awaited() + waiting.size());
    }

    /** Whether one more invocation needs no further environment, or its function may have one. */
    boolean mayGrow(long nowNanos) {
        int needed = environments.awaited() + waiting.size() + 1;
        return needed <= asked || needed > policy.cap() || context.starts().take(revision.function(), nowNanos);
    }

    /** Asks for as many as are wanted, unless starts have just failed: then {@link #askAgain} does. */
    void ask(long nowNanos, Steps after) {
        observe(nowNanos);
        int wanted = Scaler.wanted(nowNanos, history, policy);
        asked = wanted;
        if (!backoff.isPausing(nowNanos)) {
            after.add(() -> context.fleet().want(revision, wanted));
        }
    }

    /** Asks if there are fewer environments than are kept without demand. */
    void askForMinimum(long nowNanos, Steps after) {
        if (!draining && bounds.minimum() > environments.withProcess()) {
            ask(nowNanos, after);
        }
    }

    /** Asks if an invocation waits. */
    void askForWaiting(long nowNanos, Steps after) {
        if (!waiting.isEmpty()) {
            ask(nowNanos, after);
        }
    }

    /** Asks at the end of a pause if an invocation still waits. */
    void askAgain(long nowNanos, Steps after) {
        if (backoff.endsNow(nowNanos)) {
            askForWaiting(nowNanos, after);
        }
    }

    /** How many should be kept, whether busy or idle; the fleet needs no more. */
    int keep(long nowNanos, Steps after) {
        observe(nowNanos);
        int kept = draining ? 0 : Scaler.wanted(nowNanos, history, policy);
        int most = kept + waiting.size();
        asked = Math.min(asked, most);
        after.add(() -> context.fleet().wantAtMost(revision, most));
        return kept;
    }

    /**
     * An environment is there that nobody asked for here, as after a restart of the gateway: there was demand for so many, and
     * it is kept as long as if it had just been used.
     */
    void adopt(long nowNanos, int environments) {
        asked = Math.max(asked, environments);
        if (environments > history.peak(nowNanos)) {
            history.record(nowNanos, environments);
        }
    }

    /** An environment was ready. */
    void started() {
        backoff.succeeded();
    }

    /** An environment ended before it was ever ready. */
    void notStarted(long nowNanos) {
        backoff.failed(nowNanos);
    }
}
