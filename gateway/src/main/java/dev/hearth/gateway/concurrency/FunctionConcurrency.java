package dev.hearth.gateway.concurrency;

import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * One function's part of its account: a total over all its versions, and shares of it that are provisioned for single versions.
 * What is left of the total is on demand.
 *
 * <p>The total counts every invocation, capped or not, so a cap holds from the moment it is set, over what runs already. Changed
 * under the monitor of its account, read without.
 */
final class FunctionConcurrency {
    private static final int NO_CAP = Integer.MAX_VALUE;

    private final Limit total = new Limit(NO_CAP);
    private final Limit onDemand = new Limit(NO_CAP);
    private final Map<String, Limit> provisioned = new ConcurrentHashMap<>(0);

    // ---- changing ----

    void reserve(OptionalInt share) {
        total.resize(share.orElse(NO_CAP));
        refresh();
    }

    /** @param permits 0: the version has none provisioned */
    void provision(String version, int permits) {
        if (permits > 0) {
            provisioned.computeIfAbsent(version, _ -> new Limit(permits)).resize(permits);
        } else {
            provisioned.remove(version);
        }
        refresh();
    }

    /** Nothing stays provisioned but for these versions. */
    void retain(Set<String> versions) {
        provisioned.keySet().retainAll(versions);
        refresh();
    }

    private void refresh() {
        onDemand.resize(Math.max(0, total.permits() - provisioned()));
    }

    boolean closeIfUnused() {
        return total.closeIfUnused();
    }

    // ---- reading ----

    boolean isCapped() {
        return total.permits() != NO_CAP;
    }

    /** What of its account nobody else may have. */
    int claim() {
        return isCapped() ? total.permits() : provisioned();
    }

    private int provisioned() {
        return provisioned.values().stream().mapToInt(Limit::permits).sum();
    }

    Limit total() {
        return total;
    }

    /** What is left of the reserved concurrency. */
    Limit onDemand() {
        return onDemand;
    }

    @Nullable
    Limit provisionedFor(String version) {
        return provisioned.get(version);
    }
}
