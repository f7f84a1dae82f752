package dev.hearth.gateway.fleet;

import dev.hearth.gateway.catalog.Revision;

/** Told by a {@link Fleet} what becomes of environments; called on any thread. */
public interface FleetListener {
    /** The environment's launcher has ended, or could not be started: it will not come back. */
    void environmentGone(Revision revision, String environmentId, String reason);
}
