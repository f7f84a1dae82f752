package dev.hearth.gateway.dispatch;

import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;

/** How many environments are in each phase: changed under their pool's monitor only, read by anybody without it. */
final class PhaseCounts {
    private final Map<EnvironmentPhase, AtomicInteger> counts = new EnumMap<>(EnvironmentPhase.class);

    PhaseCounts() {
        for (EnvironmentPhase phase : EnvironmentPhase.values()) {
            counts.put(phase, new AtomicInteger());
        }
    }

    void add(EnvironmentPhase phase, int more) {
        AtomicInteger count = of(phase);
        count.lazySet(count.getPlain() + more);
    }

    int get(EnvironmentPhase phase) {
        return of(phase).get();
    }

    private AtomicInteger of(EnvironmentPhase phase) {
        return Objects.requireNonNull(counts.get(phase));
    }
}
