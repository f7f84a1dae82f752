package dev.hearth.operator.function;

import dev.hearth.crds.Function;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.dsl.AnyNamespaceOperation;
import io.fabric8.kubernetes.client.informers.ResourceEventHandler;
import io.fabric8.kubernetes.client.informers.SharedIndexInformer;
import io.javaoperatorsdk.operator.OperatorException;
import io.javaoperatorsdk.operator.processing.event.Event;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import io.javaoperatorsdk.operator.processing.event.source.AbstractEventSource;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Informer of a kind that tenants make without limit, with metadata alone ({@link dev.hearth.operator.MetadataOnly}) and a memory
 * of only those that functions name ({@link NamedStore}).
 */
final class NamedResources<T extends HasMetadata> extends AbstractEventSource<T, Function>
        implements ResourceEventHandler<T> {
    private static final Logger LOG = LoggerFactory.getLogger(NamedResources.class);
    private static final Duration SAID_EVERY = Duration.ofSeconds(10);

    private final SharedIndexInformer<T> informer;
    private final Consumer<T> changed;

    /**
     * @param all those of the whole cluster
     * @param changed is told of each that is made, changed or deleted, named or not
     */
    NamedResources(Class<T> type, AnyNamespaceOperation<T, ?, ?> all, NamedStore<T> store, Consumer<T> changed) {
        super(type, type.getSimpleName() + "s");
        this.changed = changed;
        informer = all.withLimit(Surroundings.PAGE)
                .runnableInformer(0)
                .removeNamespaceIndex()
                .itemStore(store)
                .addEventHandler(this);
        informer.exceptionHandler((_, _) -> true);
    }

    /** Returns when all are known, however many there are: tenants make them, and must not keep an operator from starting. */
    @Override
    public void start() {
        CompletableFuture<Void> known = informer.start().toCompletableFuture();
        while (!isComplete(known)) {
            LOG.atWarn()
                    .setMessage("first list of resources not complete; nothing is reconciled until it is")
                    .addKeyValue("kind", name())
                    .log();
        }
        super.start();
    }

    private boolean isComplete(CompletableFuture<Void> known) {
        try {
            known.get(SAID_EVERY.toSeconds(), TimeUnit.SECONDS);
            return true;
        } catch (TimeoutException e) {
            return false;
        } catch (ExecutionException e) {
            throw new OperatorException("informer of " + name() + " not started", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new OperatorException("informer of " + name() + " not started", e);
        }
    }

    @Override
    public void stop() {
        super.stop();
        informer.stop();
    }

    /** A function is to be looked at again. */
    void propagate(ResourceID function) {
        if (isRunning()) {
            getEventHandler().handleEvent(new Event(function));
        }
    }

    @Override
    public void onAdd(T resource) {
        changed.accept(resource);
    }

    @Override
    public void onUpdate(T before, T now) {
        changed.accept(now);
    }

    @Override
    public void onDelete(T resource, boolean finalStateUnknown) {
        changed.accept(resource);
    }

    @Override
    public Set<T> getSecondaryResources(Function function) {
        return Set.of();
    }
}
