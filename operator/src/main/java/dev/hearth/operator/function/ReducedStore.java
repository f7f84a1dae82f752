package dev.hearth.operator.function;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.informers.cache.BasicItemStore;
import io.fabric8.kubernetes.client.informers.cache.Cache;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** An informer's memory that keeps only a part of each resource, and tells of those that come and go. */
final class ReducedStore<T extends HasMetadata> extends BasicItemStore<T> {
    private final UnaryOperator<T> kept;
    private final Consumer<T> comeOrGone;

    ReducedStore(UnaryOperator<T> kept) {
        this(kept, _ -> {});
    }

    /** @param comeOrGone is told after a resource is there for the first time, and after it is there no more */
    ReducedStore(UnaryOperator<T> kept, Consumer<T> comeOrGone) {
        super(Cache::metaNamespaceKeyFunc);
        this.kept = kept;
        this.comeOrGone = comeOrGone;
    }

    @Override
    public @Nullable T put(String key, T resource) {
        T part = kept.apply(resource);
        @Nullable T before = super.put(key, part);
        if (before == null) {
            comeOrGone.accept(part);
        }
        return before;
    }

    @Override
    public @Nullable T remove(String key) {
        @Nullable T before = super.remove(key);
        if (before != null) {
            comeOrGone.accept(before);
        }
        return before;
    }

    @Override
    public boolean isFullState() {
        return false;
    }
}
