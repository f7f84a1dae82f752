package dev.hearth.gateway.dispatch;

import dev.hearth.gateway.catalog.Catalog;
import dev.hearth.gateway.catalog.CatalogChange;
import dev.hearth.gateway.catalog.FunctionId;
import dev.hearth.gateway.catalog.Revision;
import dev.hearth.gateway.catalog.Route;
import dev.hearth.gateway.concurrency.InstallationConcurrency;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Keeps pools and reserved shares in line with the catalog: with every change at once, and with all of it about once a
 * second. Only one of both at a time, so that no older view of the catalog is the last word.
 */
final class ServingRevisions {
    private final Catalog catalog;
    private final InstallationConcurrency concurrency;
    private final Pools pools;

    ServingRevisions(Catalog catalog, InstallationConcurrency concurrency, Pools pools) {
        this.catalog = catalog;
        this.concurrency = concurrency;
        this.pools = pools;
    }

    void follow() {
        catalog.onChange(this::changed);
    }

    private synchronized void changed(CatalogChange change) {
        switch (change) {
            case CatalogChange.Served(Revision now, Optional<Revision> before) -> {
                concurrency.serve(now);
                now.withProvisioned().forEach(this::serve);
                before.ifPresent(old -> replace(old, now));
            }
            case CatalogChange.Removed(Revision before) -> {
                concurrency.withdraw(before);
                pools(before).forEach(pool -> replace(pool, Optional.empty()));
            }
            case CatalogChange.Broken broken -> {}
            case CatalogChange.Mended mended -> {}
        }
    }

    private void serve(Revision now) {
        pools.prepare(now);
        pools.find(now).ifPresent(pool -> pool.serve(now));
    }

    private void replace(Revision before, Revision now) {
        Set<String> ids = now.withProvisioned().map(Revision::id).collect(Collectors.toSet());
        pools(before)
                .filter(pool -> !ids.contains(pool.revision.id()))
                .forEach(pool -> replace(pool, Optional.of(now)));
    }

    private Stream<RevisionPool> pools(Revision revision) {
        return revision.withProvisioned().flatMap(each -> pools.find(each).stream());
    }

    /** What is running ends where it runs; what waits in vain goes to the successor. */
    private void replace(RevisionPool pool, Optional<Revision> successor) {
        pool.drain();
        successor.ifPresent(now -> pools.move(pool, now));
    }

    /** What serves the same version now; a version that was deleted has no successor. */
    private Optional<Revision> successor(Revision replaced) {
        FunctionId function = replaced.function();
        return catalog.route(function.accountId(), function.name(), replaced.version())
                .map(Route::revision);
    }

    /** Looks at everything: also scales down. */
    synchronized void review() {
        Collection<Revision> known = catalog.all();
        reserve(known);
        Map<String, Revision> serving = known.stream()
                .flatMap(Revision::withProvisioned)
                .collect(Collectors.toMap(Revision::id, each -> each, (one, other) -> one));
        serving.values().forEach(pools::prepare);
        for (RevisionPool pool : pools.all()) {
            Revision current = serving.get(pool.revision.id());
            if (current == null) {
                replace(pool, successor(pool.revision));
            } else {
                pool.serve(current);
                pool.scaleDown();
            }
        }
        pools.forgetUnused(serving.keySet());
    }

    synchronized void reserve(Collection<Revision> serving) {
        concurrency.retain(serving);
        serving.forEach(concurrency::serve);
    }
}
