package dev.hearth.operator.function;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.informers.cache.BasicItemStore;
import io.fabric8.kubernetes.client.informers.cache.Cache;
import io.fabric8.kubernetes.client.informers.cache.ItemStore;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/** An informer's memory that keeps only a part of each resource. */
record ReducedStore<T extends HasMetadata>(UnaryOperator<T> kept, BasicItemStore<T> items) implements ItemStore<T> {
    ReducedStore(UnaryOperator<T> kept) {
        this(kept, new BasicItemStore<>(Cache::metaNamespaceKeyFunc));
    }

    @Override
    public String getKey(T resource) {
        return items.getKey(resource);
    }

    @Override
    public T put(String key, T resource) {
        return items.put(key, kept.apply(resource));
    }

    @Override
    public T remove(String key) {
        return items.remove(key);
    }

    @Override
    public Stream<String> keySet() {
        return items.keySet();
    }

    @Override
    public Stream<T> values() {
        return items.values();
    }

    @Override
    public int size() {
        return items.size();
    }

    @Override
    public T get(String key) {
        return items.get(key);
    }

    @Override
    public boolean isFullState() {
        return false;
    }
}
