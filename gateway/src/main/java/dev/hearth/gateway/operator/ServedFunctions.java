package dev.hearth.gateway.operator;

import dev.hearth.crds.ServedRevision;
import java.util.Optional;

/** Port: what the gateway serves now. */
public interface ServedFunctions {
    /** What it serves for a Function resource; empty: nothing. */
    Optional<Served> inService(String namespace, String name);

    /**
     * Serves a Function resource that nothing serves yet, before its status tells. What its status tells later counts again.
     *
     * @param uid the resource's
     * @return whether just this revision is served now; false: no resource of this UID is known, or another revision serves it
     */
    boolean begin(String namespace, String name, String uid, ServedRevision revision);

    /**
     * A revision in service.
     *
     * @param revision its id
     * @param generation the resource's generation that it was made of
     */
    record Served(String revision, long generation) {}
}
