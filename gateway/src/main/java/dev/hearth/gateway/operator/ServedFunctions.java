package dev.hearth.gateway.operator;

import java.util.Optional;

/** Port: what the gateway serves now. */
public interface ServedFunctions {
    /** What it serves for a Function resource; empty: nothing. */
    Optional<Served> find(String namespace, String name);

    /**
     * A revision in service.
     *
     * @param revision its id
     * @param generation the resource's generation that it was made of
     */
    record Served(String revision, long generation) {}
}
