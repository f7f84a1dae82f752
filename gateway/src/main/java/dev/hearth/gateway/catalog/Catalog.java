package dev.hearth.gateway.catalog;

import java.util.Collection;
import java.util.Optional;

/** Port: which functions exist. Reads never block; what they give may change between two calls. */
public interface Catalog {
    /** The revision that serves a function now, by account id and function name. */
    Optional<Revision> find(String accountId, String functionName);

    /** Every revision that serves now. */
    Collection<Revision> all();
}
