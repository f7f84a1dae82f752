package dev.hearth.gateway.kubernetes;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.dsl.Informable;
import io.fabric8.kubernetes.client.informers.ResourceEventHandler;
import io.fabric8.kubernetes.client.informers.SharedIndexInformer;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.function.UnaryOperator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps up with every resource of a kind: lists, then watches, for ever, through every outage of the API server. Of each
 * resource only what is needed stays in memory.
 */
final class Follower<T extends HasMetadata> implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Follower.class);
    /** Longer lists come in pages, so that no list is in memory as a whole. */
    private static final long PAGE = 500;

    private final SharedIndexInformer<T> informer;
    private final CompletionStage<Void> firstList;

    private Follower(SharedIndexInformer<T> informer, CompletionStage<Void> firstList) {
        this.informer = informer;
        this.firstList = firstList;
    }

    /** Told of changes, one at a time. */
    interface Listener<T> {
        /** It is there, new or changed. */
        void there(T resource);

        /** It is there no more; perhaps an older state of it. */
        void gone(T resource);
    }

    /**
     * Starts to follow.
     *
     * @param what for logs, e.g. {@code functions}
     * @param kept what stays of a resource; it may change the one it is given
     */
    static <T extends HasMetadata> Follower<T> of(
            String what, Informable<T> resources, UnaryOperator<T> kept, Listener<T> listener) {
        SharedIndexInformer<T> informer = resources.withLimit(PAGE).runnableInformer(0);
        informer.itemStore(new ReducedStore<>(kept));
        informer.exceptionHandler((started, failure) -> {
            LOG.atWarn()
                    .setMessage("the cluster's API server cannot be watched; trying again")
                    .addKeyValue("what", what)
                    .addKeyValue("why", failure.toString())
                    .log();
            return true;
        });
        informer.addEventHandler(new Events<>(listener));
        return new Follower<>(informer, informer.start());
    }

    /** Completes when everything that exists has been told. */
    CompletionStage<Void> firstList() {
        return firstList;
    }

    /** What is kept of a resource. */
    Optional<T> find(ResourceName name) {
        return Optional.ofNullable(informer.getStore().getByKey(name.toString()));
    }

    /** Whether changes are being told at this moment. */
    boolean isWatching() {
        return informer.isWatching();
    }

    @Override
    public void close() {
        informer.close();
    }

    private record Events<T>(Listener<T> listener) implements ResourceEventHandler<T> {
        @Override
        public void onAdd(T resource) {
            listener.there(resource);
        }

        @Override
        public void onUpdate(T before, T resource) {
            listener.there(resource);
        }

        @Override
        public void onDelete(T resource, boolean unknown) {
            listener.gone(resource);
        }
    }
}
