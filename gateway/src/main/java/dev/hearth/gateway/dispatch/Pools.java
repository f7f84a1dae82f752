package dev.hearth.gateway.dispatch;

import dev.hearth.gateway.catalog.Revision;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** The pools by revision. One that is not used is forgotten, and never in the middle of a use. Thread-safe. */
final class Pools {
    private final PoolContext context;
    private final Map<String, RevisionPool> byRevision = new ConcurrentHashMap<>();

    Pools(PoolContext context) {
        this.context = context;
    }

    /** Makes an attempt and gives it to the pool of its revision. */
    Attempt dispatch(Revision revision, Attempt.Maker maker) {
        while (true) {
            RevisionPool pool = of(revision);
            Attempt attempt = maker.make(pool);
            if (pool.dispatch(attempt)) {
                return attempt;
            }
            byRevision.remove(revision.id(), pool);
        }
    }

    /** Makes an attempt and gives it to an idle environment of a revision; empty: there is none. */
    Optional<Attempt> dispatchToIdle(Revision revision, Attempt.Maker maker) {
        RevisionPool pool = byRevision.get(revision.id());
        if (pool == null || pool.environments().count(EnvironmentPhase.IDLE) == 0) {
            return Optional.empty();
        }
        Attempt attempt = maker.make(pool);
        return pool.dispatchToIdle(attempt) ? Optional.of(attempt) : Optional.empty();
    }

    /** Gives what waits in vain in one pool to that of the revision that has taken its place. */
    void move(RevisionPool from, Revision to) {
        for (Attempt attempt : from.handOver()) {
            dispatch(to, attempt::movedTo);
            if (attempt.isAbandoned()) {
                attempt.abandon();
            }
        }
    }

    Environment environment(Revision revision, String id) {
        while (true) {
            RevisionPool pool = of(revision);
            Optional<Environment> environment = pool.environment(id);
            if (environment.isPresent()) {
                return environment.get();
            }
            byRevision.remove(revision.id(), pool);
        }
    }

    /** The pool of a revision that keeps environments without demand is there from the start. */
    void prepare(Revision revision) {
        if (revision.bounds().minimum() > 0) {
            of(revision);
        }
    }

    private RevisionPool of(Revision revision) {
        RevisionPool pool = byRevision.get(revision.id());
        return pool != null
                ? pool
                : byRevision.computeIfAbsent(revision.id(), _ -> new RevisionPool(revision, context));
    }

    Optional<RevisionPool> find(Revision revision) {
        return Optional.ofNullable(byRevision.get(revision.id()));
    }

    /** A view of them all. */
    Collection<RevisionPool> all() {
        return byRevision.values();
    }

    /** Forgets those that are not used and whose revision is none of these. */
    void forgetUnused(Set<String> serving) {
        byRevision.values().removeIf(pool -> !serving.contains(pool.revision.id()) && pool.closeIfUnused());
    }
}
