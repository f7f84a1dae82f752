package dev.hearth.gateway.dispatch;

import dev.hearth.gateway.catalog.Catalog;
import dev.hearth.gateway.catalog.CatalogChange;
import dev.hearth.gateway.catalog.FunctionId;
import dev.hearth.gateway.catalog.Revision;
import dev.hearth.gateway.catalog.Route;
import dev.hearth.gateway.concurrency.AccountConcurrency;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Keeps pools and reserved shares in line with the catalog: with every change at once, and with all of it about once a
 * second. Only one of both at a time, so that no older view of the catalog is the last word.
 */
final class ServingRevisions {
    private final Catalog catalog;
    private final AccountConcurrency concurrency;
    private final Pools pools;

    ServingRevisions(Catalog catalog, AccountConcurrency concurrency, Pools pools) {
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
                concurrency.reserve(now.function(), now.reservedConcurrency());
                pools.find(now).ifPresent(pool -> pool.serve(now));
                before.filter(old -> !old.id().equals(now.id()))
                        .flatMap(pools::find)
                        .ifPresent(pool -> replace(pool, Optional.of(now)));
            }
            case CatalogChange.Removed(Revision before) ->
                pools.find(before).ifPresent(pool -> replace(pool, Optional.empty()));
            case CatalogChange.Broken broken -> {}
            case CatalogChange.Mended mended -> {}
        }
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
        Map<String, Revision> serving =
                catalog.all().stream().collect(Collectors.toMap(Revision::id, each -> each, (one, other) -> one));
        reserve(serving.values());
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
        concurrency.retain(serving.stream().map(Revision::function).collect(Collectors.toSet()));
        serving.forEach(revision -> concurrency.reserve(revision.function(), revision.reservedConcurrency()));
    }
}
