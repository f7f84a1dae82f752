package dev.hearth.gateway.operator;

import dev.hearth.crds.ServedRevision;
import dev.hearth.gateway.catalog.Revision;
import java.util.Arrays;
import java.util.Optional;

/** Port: what the gateway serves now. */
public interface ServedFunctions {
    /** What the operator asks about. */
    enum Kind {
        /** A function's {@code $LATEST}. */
        FUNCTION("functions"),
        VERSION("functionversions");

        private final String plural;

        Kind(String plural) {
            this.plural = plural;
        }

        /** @param plural as in the API server's paths */
        static Optional<Kind> of(String plural) {
            return Arrays.stream(values())
                    .filter(kind -> kind.plural.equals(plural))
                    .findFirst();
        }
    }

    /**
     * One resource of the cluster.
     *
     * @param name {@code metadata.name}
     */
    record Resource(Kind kind, String namespace, String name) {}

    /** What it serves for a resource; empty: nothing. */
    Optional<Served> inService(Resource resource);

    /**
     * Serves a resource that nothing serves yet, before its status tells. What its status tells later counts again.
     *
     * @param uid the resource's
     * @return whether just this revision is served now; false: no resource of this UID is known, or another revision serves it
     */
    boolean begin(Resource resource, String uid, ServedRevision revision);

    /**
     * Serves a version no more that is about to be deleted; if it is not, it is served again half a minute later.
     *
     * @param uid the resource's
     * @return what was served of it; empty: nothing that is known
     */
    Optional<Revision> withdraw(Resource resource, String uid);

    /** Where an alias leads now; empty: nowhere, or it is not known. */
    Optional<Led> leads(String namespace, String alias);

    /**
     * Where an alias leads.
     *
     * @param generation the Alias's generation that says so
     * @param functionVersion {@code $LATEST} or a number
     * @param secondVersion gets a part of the invocations; empty: there is none
     */
    record Led(long generation, String functionVersion, Optional<String> secondVersion) {}

    /**
     * A revision in service.
     *
     * @param id the operator's, as the resource's status has it
     * @param generation the resource's generation that it was made of
     */
    record Served(String id, Revision revision, long generation) {}
}
