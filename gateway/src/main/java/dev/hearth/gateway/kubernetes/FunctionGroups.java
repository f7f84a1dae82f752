package dev.hearth.gateway.kubernetes;

import dev.hearth.gateway.catalog.CatalogChange;
import dev.hearth.gateway.catalog.FunctionKey;
import dev.hearth.gateway.catalog.Qualifiers;
import dev.hearth.gateway.catalog.Revision;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

/** The functions of a cluster as callers see them. Changed one at a time, read at any time. */
final class FunctionGroups {
    /** By namespace and Lambda name. */
    private final Map<ResourceName, FunctionGroup> groups = new HashMap<>();

    private final Map<FunctionKey, FunctionGroup> byKey = new ConcurrentHashMap<>();
    private final List<Consumer<CatalogChange>> listeners = new CopyOnWriteArrayList<>();

    /** Changes a group, shows it to callers, then tells what serves now. */
    void change(ResourceName name, Consumer<FunctionGroup> change) {
        FunctionGroup group = groups.computeIfAbsent(name, _ -> new FunctionGroup());
        Optional<FunctionKey> keyBefore = group.key();
        Qualifiers before = group.qualifiers();
        change.accept(group);
        Qualifiers now = group.refresh();
        Optional<FunctionKey> key = group.key();
        key.ifPresent(each -> byKey.put(each, group));
        keyBefore.filter(each -> !key.equals(Optional.of(each))).ifPresent(each -> byKey.remove(each, group));
        if (group.isEmpty()) {
            groups.remove(name);
        }
        now.changesSince(before).forEach(this::tell);
    }

    private void tell(CatalogChange change) {
        listeners.forEach(listener -> listener.accept(change));
    }

    void onChange(Consumer<CatalogChange> listener) {
        listeners.add(listener);
    }

    /** By namespace and Lambda name; guarded like changes. */
    Optional<FunctionGroup> find(ResourceName name) {
        return Optional.ofNullable(groups.get(name));
    }

    Optional<FunctionGroup> find(String accountId, String functionName) {
        return Optional.ofNullable(byKey.get(new FunctionKey(accountId, functionName)));
    }

    Collection<Revision> revisions() {
        return byKey.values().stream()
                .flatMap(group -> group.qualifiers().revisions().stream())
                .toList();
    }
}
