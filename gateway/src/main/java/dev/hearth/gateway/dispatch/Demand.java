package dev.hearth.gateway.dispatch;

import dev.hearth.scaling.DemandHistory;
import dev.hearth.scaling.Scaler;
import dev.hearth.scaling.ScalingPolicy;

/** How many environments a revision wants, from the demand it has seen. Guarded by its pool. */
final class Demand {
    private final ScalingPolicy policy;
    private final DemandHistory history;

    Demand(ScalingPolicy policy, DemandHistory history) {
        this.policy = policy;
        this.history = history;
    }

    void observe(long nowNanos, int demand) {
        history.observe(nowNanos, demand);
    }

    int wantedNow(long nowNanos, int demand) {
        return Math.max(demand, Scaler.wanted(policy, history.peak(nowNanos)));
    }
}
