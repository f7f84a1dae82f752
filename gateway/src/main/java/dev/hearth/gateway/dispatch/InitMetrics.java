package dev.hearth.gateway.dispatch;

import dev.hearth.gateway.catalog.Revision;

/** Port: measures inits. Thread-safe; must not block. */
public interface InitMetrics {
    /** Measures nothing. */
    InitMetrics NONE = (revision, nanos) -> {};

    /**
     * An environment has been initialised.
     *
     * @param nanos from its assignment, the answer to the attach, until it asked for work
     */
    void initialised(Revision revision, long nanos);
}
