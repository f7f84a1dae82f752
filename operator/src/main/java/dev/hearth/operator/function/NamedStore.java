package dev.hearth.operator.function;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.informers.cache.ItemStore;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * An informer's memory of the few resources that something names, among as many as tenants like to make. The others pass by:
 * every change is told, nothing of it is kept.
 */
final class NamedStore<T extends HasMetadata> implements ItemStore<T> {
    /** Those that are named no more are looked for when there are so many. */
    private static final int MIN_PRUNE = 1_000;

    private final T any;
    private final UnaryOperator<T> kept;
    private final Predicate<String> isNamed;
    private final Map<String, T> items = new ConcurrentHashMap<>();
    /** Reads of the API server that are under way, by key: what a change has overtaken is not remembered. */
    private final Map<String, Object> reads = new ConcurrentHashMap<>();

    private volatile int prune = MIN_PRUNE;

    /**
     * @param any an empty resource of the kind
     * @param kept what stays of each
     * @param isNamed whether something refers to {@code namespace/name}
     */
    NamedStore(T any, UnaryOperator<T> kept, Predicate<String> isNamed) {
        this.any = any;
        this.kept = kept;
        this.isNamed = isNamed;
    }

    /** {@code namespace/name}. */
    static String key(HasMetadata resource) {
        return resource.getMetadata().getNamespace() + "/"
                + resource.getMetadata().getName();
    }

    @Override
    public String getKey(T resource) {
        return key(resource);
    }

    /** The one before; of one that nothing names, as if it were new. */
    @Override
    public @Nullable T put(String key, T resource) {
        reads.remove(key);
        if (!isNamed.test(key)) {
            items.remove(key);
            return null;
        }
        return items.put(key, kept.apply(resource));
    }

    /** The one before, or any: deletions are told of all. */
    @Override
    public T remove(String key) {
        reads.remove(key);
        @Nullable T before = items.remove(key);
        return before == null ? any : before;
    }

    @Override
    public Stream<String> keySet() {
        return items.keySet().stream();
    }

    @Override
    public Stream<T> values() {
        return items.values().stream();
    }

    @Override
    public int size() {
        return items.size();
    }

    @Override
    public @Nullable T get(String key) {
        return items.get(key);
    }

    @Override
    public boolean isFullState() {
        return false;
    }

    Optional<T> find(String key) {
        return Optional.ofNullable(items.get(key));
    }

    /** A read of the API server begins. */
    Object read(String key) {
        Object read = new Object();
        reads.put(key, read);
        return read;
    }

    /** A read is over, whatever it found. */
    void readEnded(String key, Object read) {
        reads.remove(key, read);
    }

    /** Remembers what is to stay of what was read, unless it has changed meanwhile. */
    void remember(String key, Object read, T resource) {
        items.compute(key, (_, before) -> reads.remove(key, read) ? resource : before);
        if (items.size() > prune) {
            items.keySet().removeIf(isNamed.negate());
            prune = Math.max(MIN_PRUNE, 2 * items.size());
        }
    }
}
