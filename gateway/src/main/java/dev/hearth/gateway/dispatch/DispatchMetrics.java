package dev.hearth.gateway.dispatch;

import dev.hearth.gateway.catalog.Revision;

/** Port: measures what callers do not see. Thread-safe; must not block. */
public interface DispatchMetrics {
    /** Measures nothing. */
    DispatchMetrics NONE = new DispatchMetrics() {
        @Override
        public void initialised(Revision revision, long nanos) {}

        @Override
        public void provisioned(Revision revision, boolean used) {}
    };

    /**
     * An environment has been initialised.
     *
     * @param nanos from its assignment, the answer to the attach, until it asked for work
     */
    void initialised(Revision revision, long nanos);

    /**
     * An invocation came for a version with provisioned concurrency.
     *
     * @param used false: it spilled over
     */
    void provisioned(Revision revision, boolean used);
}
