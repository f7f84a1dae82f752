package dev.hearth.gateway.kubernetes;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.dsl.Informable;
import io.fabric8.kubernetes.client.informers.ResourceEventHandler;
import io.fabric8.kubernetes.client.informers.SharedIndexInformer;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.UnaryOperator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps up with every resource of a kind: lists, then watches, for ever, through every outage of the API server. Of each
 * resource only what is needed stays in memory.
 */
final class Follower<T extends HasMetadata> implements Resources<T> {
    private static final Logger LOG = LoggerFactory.getLogger(Follower.class);
    /**
     * Resources per page of a list. The store of the API server takes 1.5 MB of each, which are 9 MB of JSON when they are characters
     * that it escapes; a page is in memory as a whole before any is reduced, and twice for a moment.
     */
    private static final long PAGE = 5;

    private final SharedIndexInformer<T> informer;
    private final CompletableFuture<Void> firstList = new CompletableFuture<>();

    private Follower(SharedIndexInformer<T> informer) {
        this.informer = informer;
    }

    /**
     * Follows from its start on.
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
        return new Follower<>(informer);
    }

    @Override
    public void start() {
        informer.start().whenComplete((_, failure) -> {
            if (failure == null) {
                firstList.complete(null);
            } else {
                firstList.completeExceptionally(failure);
            }
        });
    }

    @Override
    public CompletionStage<Void> firstList() {
        return firstList;
    }

    @Override
    public Optional<T> find(ResourceName name) {
        return Optional.ofNullable(informer.getStore().getByKey(name.toString()));
    }

    @Override
    public boolean isWatching() {
        return informer.isWatching();
    }

    @Override
    public void close() {
        informer.close();
    }

    /** A resource that was deleted and made anew while nobody watched comes as a change of one to the other. */
    record Events<T extends HasMetadata>(Listener<T> listener) implements ResourceEventHandler<T> {
        @Override
        public void onAdd(T resource) {
            listener.there(resource);
        }

        @Override
        public void onUpdate(T before, T resource) {
            if (!before.getMetadata().getUid().equals(resource.getMetadata().getUid())) {
                listener.gone(before);
            }
            listener.there(resource);
        }

        @Override
        public void onDelete(T resource, boolean unknown) {
            listener.gone(resource);
        }
    }
}
