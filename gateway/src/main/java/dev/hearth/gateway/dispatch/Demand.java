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
        history.record(nowNanos, demand);
    }

    int wantedNow(long nowNanos) {
        return Scaler.wanted(nowNanos, history, policy);
    }
}
