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
    private int claim;

    // ---- changing ----

    void reserve(OptionalInt share) {
        total.resize(share.orElse(NO_CAP));
        refresh();
    }

    /** @param permits 0: the version has none provisioned */
    void provision(String version, int permits) {
        Limit known = provisioned.get(version);
        if (known != null) {
            known.resize(permits);
        } else if (permits > 0) {
            provisioned.put(version, new Limit(permits));
        }
        refresh();
    }

    /** Nothing stays provisioned but for these versions. */
    void retain(Set<String> versions) {
        provisioned.forEach((version, limit) -> {
            if (!versions.contains(version)) {
                limit.resize(0);
            }
        });
        refresh();
    }

    /** A share that was taken back is forgotten when nobody holds a part of it any more. */
    private void refresh() {
        provisioned.values().removeIf(limit -> limit.permits() == 0 && limit.taken() == 0);
        int inside = provisioned();
        onDemand.resize(Math.max(0, total.permits() - inside));
        claim = isCapped() ? total.permits() : inside;
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
        return claim;
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
