package dev.hearth.gateway.fleet;

import dev.hearth.gateway.catalog.Revision;
import java.util.Optional;

/** Port: starts and stops environments. No method blocks; what they ask for happens soon. */
public interface Fleet {
    /**
     * How many environments of a revision should exist, those that start counted. More are started; a smaller number only
     * keeps fewer from being started anew: which ones go is said with {@link #release}.
     */
    void want(Revision revision, int environments);

    /** This environment was told to end and will: it no longer counts among those that exist. */
    void release(Revision revision, String environmentId);

    /** Ends this environment now and forgets it; nothing happens when it is gone already. */
    void remove(Revision revision, String environmentId);

    /** What an environment that proves to be who it says is to run; empty: refuse it. */
    Optional<Revision> identify(String environmentId, String token);
}
