package dev.hearth.gateway.catalog;

import java.util.Collection;
import java.util.Optional;
import java.util.function.Consumer;

/** Port: which functions exist. Reads never block; what they give may change between two calls. */
public interface Catalog {
    /** The revision that serves a function now, by account id and function name. */
    Optional<Revision> find(String accountId, String functionName);

    /** Every revision that serves now. */
    Collection<Revision> all();

    /**
     * Tells of every change from now on: on one thread, one at a time, after {@link #find} shows it. A catalog that never
     * changes never calls.
     */
    default void onChange(Consumer<CatalogChange> listener) {}
}
