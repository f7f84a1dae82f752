package dev.hearth.gateway.catalog;

import java.util.Collection;
import java.util.Optional;
import java.util.function.Consumer;

/** Port: which functions exist. Reads never block; what they give may change between two calls. */
public interface Catalog {
    /** The revision that serves a function's {@code $LATEST} now, by account id and function name. */
    Optional<Revision> find(String accountId, String functionName);

    /**
     * Where the invocations of a qualifier go now; of a catalog without versions, {@code $LATEST}.
     *
     * @param qualifier number of a version, {@code $LATEST}, or name of an alias
     */
    default Optional<Route> route(String accountId, String functionName, String qualifier) {
        return qualifier.equals(Qualifiers.LATEST)
                ? find(accountId, functionName).map(Route::to)
                : Optional.empty();
    }

    /** Why a function that somebody declared does not serve, for its callers; empty: it does, or nobody did. */
    default Optional<String> obstacle(String accountId, String functionName) {
        return Optional.empty();
    }

    /** Every revision that serves now: of each function {@code $LATEST} and all versions. */
    Collection<Revision> all();

    /**
     * Tells of every change from now on: on one thread, one at a time, after {@link #find} shows it. A catalog that never
     * changes never calls.
     */
    default void onChange(Consumer<CatalogChange> listener) {}
}
