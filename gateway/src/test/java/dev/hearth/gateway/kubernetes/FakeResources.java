package dev.hearth.gateway.kubernetes;

import io.fabric8.kubernetes.api.model.HasMetadata;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.UnaryOperator;

/** A cluster's resources that a test sets; a change is told when the test says so, which may be after the next one is there. */
final class FakeResources implements Resources.Source {
    private final Map<Class<?>, Kind<?>> kinds = new HashMap<>();

    @Override
    public <T extends HasMetadata> Resources<T> follow(
            String what, Class<T> kind, UnaryOperator<T> kept, Resources.Listener<T> listener) {
        Kind<T> made = new Kind<>(kept, listener);
        kinds.put(kind, made);
        return made;
    }

    /** It is there; what to run for its listener to be told. */
    @SuppressWarnings("unchecked")
    <T extends HasMetadata> Runnable put(T resource) {
        Kind<T> kind = (Kind<T>) kinds.get(resource.getClass());
        Optional<T> before = Optional.ofNullable(kind.all.put(ResourceName.of(resource), resource));
        return () -> new Follower.Events<>(kind.listener).onUpdate(before.orElse(resource), resource);
    }

    /** It is gone; what to run for its listener to be told. */
    @SuppressWarnings("unchecked")
    <T extends HasMetadata> Runnable remove(T resource) {
        Kind<T> kind = (Kind<T>) kinds.get(resource.getClass());
        kind.all.remove(ResourceName.of(resource));
        return () -> kind.listener.gone(resource);
    }

    private record Kind<T extends HasMetadata>(
            UnaryOperator<T> kept, Resources.Listener<T> listener, Map<ResourceName, T> all) implements Resources<T> {
        Kind(UnaryOperator<T> kept, Resources.Listener<T> listener) {
            this(kept, listener, new HashMap<>());
        }

        @Override
        public void start() {}

        @Override
        public Optional<T> find(ResourceName name) {
            return Optional.ofNullable(all.get(name)).map(kept);
        }

        @Override
        public CompletionStage<Void> firstList() {
            return CompletableFuture.completedStage(null);
        }

        @Override
        public boolean isWatching() {
            return true;
        }

        @Override
        public void close() {}
    }
}
