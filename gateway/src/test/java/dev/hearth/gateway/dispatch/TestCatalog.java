package dev.hearth.gateway.dispatch;

import dev.hearth.gateway.catalog.Catalog;
import dev.hearth.gateway.catalog.CatalogChange;
import dev.hearth.gateway.catalog.Revision;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

/** A catalog that a test changes. */
final class TestCatalog implements Catalog {
    private final Map<String, Revision> serving = new ConcurrentHashMap<>();
    private final List<Consumer<CatalogChange>> listeners = new CopyOnWriteArrayList<>();

    void serve(Revision revision) {
        Optional<Revision> before =
                Optional.ofNullable(serving.put(revision.function().name(), revision));
        listeners.forEach(each -> each.accept(new CatalogChange.Served(revision, before)));
    }

    void remove(String name) {
        Revision before = serving.remove(name);
        if (before != null) {
            listeners.forEach(each -> each.accept(new CatalogChange.Removed(before)));
        }
    }

    @Override
    public Optional<Revision> find(String accountId, String functionName) {
        return Optional.ofNullable(serving.get(functionName));
    }

    @Override
    public Collection<Revision> all() {
        return new ArrayList<>(serving.values());
    }

    @Override
    public void onChange(Consumer<CatalogChange> listener) {
        listeners.add(listener);
    }
}
