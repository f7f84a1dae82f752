package dev.hearth.gateway.kubernetes;

import io.fabric8.kubernetes.api.model.HasMetadata;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.function.UnaryOperator;

/** Port: the resources of one kind as they are now, followed through every change. */
interface Resources<T extends HasMetadata> extends AutoCloseable {
    /** Begins to tell: the listener may use everything that it needs from now on. */
    void start();

    /** What is kept of a resource; it may be ahead of what the listener was told. */
    Optional<T> find(ResourceName name);

    /** Completes when everything that exists has been told. */
    CompletionStage<Void> firstList();

    /** Whether changes are being told at this moment. */
    boolean isWatching();

    @Override
    void close();

    /** Told of changes, one at a time. */
    interface Listener<T> {
        /** It is there, new or changed. */
        void there(T resource);

        /** It is there no more; perhaps an older state of it. Another of its name is told of only after that. */
        void gone(T resource);
    }

    /** Where resources are. */
    interface Source {
        /**
         * Those of one kind, not {@link #start started} yet.
         *
         * @param what for logs, e.g. {@code functions}
         * @param kept what stays of a resource; it may change the one it is given
         */
        <T extends HasMetadata> Resources<T> follow(
                String what, Class<T> kind, UnaryOperator<T> kept, Listener<T> listener);
    }
}
