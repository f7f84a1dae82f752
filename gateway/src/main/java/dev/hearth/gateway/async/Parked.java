package dev.hearth.gateway.async;

import dev.hearth.gateway.catalog.FunctionId;
import java.util.ArrayDeque;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiPredicate;
import java.util.function.Consumer;
import java.util.function.Predicate;

/** Settled events whose function, version or alias is away, by that: to look after them costs nothing for each. Thread-safe. */
final class Parked {
    private final Map<Qualified, Queue<Settled>> all = new ConcurrentHashMap<>();
    private final Predicate<Settled> isGone;

    private record Qualified(FunctionId function, Optional<String> qualifier) {}

    /** @param isGone whether one needs not to be kept any more */
    Parked(Predicate<Settled> isGone) {
        this.isGone = isGone;
    }

    void add(Settled settled) {
        all.compute(new Qualified(settled.function, settled.qualifier), (_, known) -> {
            Queue<Settled> same = known == null ? new ArrayDeque<>() : known;
            trim(same);
            same.add(settled);
            return same;
        });
    }

    /** The eldest go first. */
    private void trim(Queue<Settled> same) {
        while (!same.isEmpty() && isGone.test(same.element())) {
            same.remove();
        }
    }

    /** Gives those of functions that are there, and keeps the others. */
    void release(BiPredicate<FunctionId, Optional<String>> isThere, Consumer<Settled> taker) {
        all.forEach((of, same) -> {
            if (isThere.test(of.function, of.qualifier)) {
                Queue<Settled> released = all.remove(of);
                Optional.ofNullable(released).ifPresent(each -> each.forEach(taker));
            }
        });
    }
}
