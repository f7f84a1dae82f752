package dev.hearth.gateway.fleet;

import dev.hearth.gateway.catalog.Revision;

/** Told by a {@link Fleet} what becomes of environments; called on any thread. */
public interface FleetListener {
    /** The environment could not be started, or ended or was ended before it attached: it will not come back. */
    void environmentNotStarted(Revision revision, String environmentId, String reason);

    /** The environment has attached once and its launcher has ended, or it was removed: it will not come back. */
    void environmentGone(Revision revision, String environmentId, String reason);
}
