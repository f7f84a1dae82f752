package dev.hearth.gateway.kubernetes;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.informers.cache.BasicItemStore;
import io.fabric8.kubernetes.client.informers.cache.Cache;
import java.util.function.UnaryOperator;

/** An informer's memory that keeps only a part of each resource. */
final class ReducedStore<T extends HasMetadata> extends BasicItemStore<T> {
    private final UnaryOperator<T> kept;

    ReducedStore(UnaryOperator<T> kept) {
        super(Cache::metaNamespaceKeyFunc);
        this.kept = kept;
    }

    @Override
    public T put(String key, T resource) {
        return super.put(key, kept.apply(resource));
    }

    @Override
    public boolean isFullState() {
        return false;
    }
}
