package dev.hearth.gateway.dispatch;

import dev.hearth.scaling.DemandHistory;
import dev.hearth.scaling.Scaler;
import dev.hearth.scaling.ScalingPolicy;
import java.util.OptionalInt;

/** How many environments a revision wants, from the demand it has seen. Guarded by its pool. */
final class Demand {
    private final DemandHistory history;
    private final int accountLimit;
    private ScalingPolicy policy;

    Demand(DemandHistory history, int accountLimit, OptionalInt reserved) {
        this.history = history;
        this.accountLimit = accountLimit;
        this.policy = policy(reserved);
    }

    /** The function's reserved concurrency may have changed. */
    void cap(OptionalInt reserved) {
        if (!policy.reserved().equals(reserved)) {
            policy = policy(reserved);
        }
    }

    private ScalingPolicy policy(OptionalInt reserved) {
        return new ScalingPolicy(0, Integer.MAX_VALUE, reserved, accountLimit);
    }

    void observe(long nowNanos, int demand) {
        history.record(nowNanos, demand);
    }

    int wantedNow(long nowNanos) {
        return Scaler.wanted(nowNanos, history, policy);
    }
}
