package dev.hearth.gateway.kubernetes;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/** Bound on questions to the API server that are under way, for each who causes them and in all. Thread-safe. */
final class QuestionLimit {
    private final int perAsker;
    private final int inAll;
    private final AtomicInteger all = new AtomicInteger();
    private final Map<String, Integer> byAsker = new ConcurrentHashMap<>();

    QuestionLimit(int perAsker, int inAll) {
        this.perAsker = perAsker;
        this.inAll = inAll;
    }

    /** False: too many are under way; else {@link #end} must follow. */
    boolean begin(String asker) {
        if (all.incrementAndGet() > inAll) {
            all.decrementAndGet();
            return false;
        }
        if (byAsker.merge(asker, 1, Integer::sum) > perAsker) {
            end(asker);
            return false;
        }
        return true;
    }

    void end(String asker) {
        byAsker.computeIfPresent(asker, (_, count) -> count == 1 ? null : count - 1);
        all.decrementAndGet();
    }

    /** Who are asking now; for tests. */
    int askers() {
        return byAsker.size();
    }
}
