package dev.hearth.gateway.dispatch;

import dev.hearth.gateway.catalog.Revision;
import dev.hearth.gateway.fleet.Fleet;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Predicate;

/** A fleet that starts nothing and remembers what it was asked for. */
final class TestFleet implements Fleet {
    final Map<String, Integer> wanted = new LinkedHashMap<>();
    /** How often more environments were asked for. */
    int asked;

    boolean starting;

    final List<String> released = new ArrayList<>();
    final List<String> removed = new ArrayList<>();

    @Override
    public void want(Revision revision, int environments) {
        asked++;
        wanted.put(revision.id(), environments);
    }

    @Override
    public void release(Revision revision, String environmentId) {
        released.add(environmentId);
    }

    @Override
    public void remove(Revision revision, String environmentId) {
        removed.add(environmentId);
    }

    @Override
    public boolean isStarting(Revision revision, Predicate<String> arrived) {
        return starting;
    }

    @Override
    public CompletionStage<Optional<Revision>> identify(String environmentId, String token) {
        return CompletableFuture.completedStage(Optional.empty());
    }
}
