package dev.hearth.gateway.fleet;

import dev.hearth.gateway.catalog.Revision;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.function.Predicate;

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

    /**
     * At most so many environments of a revision need to exist from now on; those above are told to end by {@link #release}.
     * Only a fleet that counts what it was asked for by itself has to listen.
     */
    default void wantAtMost(Revision revision, int environments) {}

    /**
     * Whether an environment of a revision has its place and is on its way, so that waiting for it has sense. Never blocks.
     *
     * @param arrived those that are there already, by id
     */
    default boolean isStarting(Revision revision, Predicate<String> arrived) {
        return false;
    }

    /** What an environment prints past its runtime. */
    default Printed printed(String environmentId) {
        return Printed.NOTHING;
    }

    /** What an environment that proves to be who it says is to run; empty: refuse it. It may take a while to find out. */
    CompletionStage<Optional<Revision>> identify(String environmentId, String token);
}
