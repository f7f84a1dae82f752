package dev.hearth.gateway.dispatch;

import dev.hearth.gateway.catalog.FunctionId;
import dev.hearth.scaling.ScalingRate;
import java.util.HashMap;
import java.util.Map;

/** How fast each function may get more environments, over all its versions: Lambda's rate. Thread-safe. */
final class StartRates {
    private final Map<FunctionId, ScalingRate> rates = new HashMap<>();

    /** Takes one start of a function; false: there is none now. */
    synchronized boolean take(FunctionId function, long nowNanos) {
        return rates.computeIfAbsent(function, _ -> ScalingRate.ofLambda(nowNanos))
                        .grant(nowNanos, 1)
                == 1;
    }

    /** What is full again is as if it had never been used. */
    synchronized void forgetFull(long nowNanos) {
        rates.values().removeIf(rate -> rate.isFull(nowNanos));
    }
}
