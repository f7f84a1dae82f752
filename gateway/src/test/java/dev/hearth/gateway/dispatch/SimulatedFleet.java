package dev.hearth.gateway.dispatch;

import dev.hearth.gateway.catalog.Revision;
import dev.hearth.gateway.fleet.Fleet;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.LongSupplier;
import java.util.random.RandomGenerator;

/** A fleet whose environments do what a random number tells them. Thread-safe. */
final class SimulatedFleet implements Fleet {
    private final Map<String, SimulatedEnvironment> members = new ConcurrentHashMap<>();
    private final AtomicInteger ids = new AtomicInteger();
    private final LongSupplier clock;
    private final Duration initLimit;
    private final Duration timeout;
    private FunctionDispatcher dispatcher;

    SimulatedFleet(LongSupplier clock, Duration initLimit, Duration timeout) {
        this.clock = clock;
        this.initLimit = initLimit;
        this.timeout = timeout;
    }

    void begin(FunctionDispatcher told) {
        dispatcher = told;
    }

    FunctionDispatcher dispatcher() {
        return dispatcher;
    }

    long now() {
        return clock.getAsLong();
    }

    /** Often just about the end of a limit, so that a late word of the environment and its reset cross. */
    long slowUntil(boolean init, RandomGenerator random) {
        long limit = (init ? initLimit : timeout).toNanos();
        return now() + (random.nextInt(3) == 0 ? random.nextLong(limit) : limit + random.nextLong(-20, 60) * 1_000_000);
    }

    @Override
    public synchronized void want(Revision revision, int environments) {
        long existing = members.values().stream()
                .filter(each -> each.counts() && each.revision.id().equals(revision.id()))
                .count();
        for (long missing = environments - existing; missing > 0; missing--) {
            String id = "e" + ids.incrementAndGet();
            members.put(id, new SimulatedEnvironment(this, id, revision));
        }
    }

    @Override
    public void release(Revision revision, String environmentId) {
        Optional.ofNullable(members.get(environmentId)).ifPresent(SimulatedEnvironment::release);
    }

    @Override
    public void remove(Revision revision, String environmentId) {
        Optional.ofNullable(members.get(environmentId)).ifPresent(SimulatedEnvironment::kill);
    }

    @Override
    public CompletionStage<Optional<Revision>> identify(String environmentId, String token) {
        return CompletableFuture.completedStage(
                Optional.ofNullable(members.get(environmentId)).map(each -> each.revision));
    }

    /** Its launcher has ended. */
    void ended(SimulatedEnvironment environment, boolean everAttached) {
        members.remove(environment.id);
        if (everAttached) {
            dispatcher.environmentGone(environment.revision, environment.id, "ended");
        } else {
            dispatcher.environmentNotStarted(environment.revision, environment.id, "ended");
        }
    }

    Collection<SimulatedEnvironment> members() {
        return List.copyOf(members.values());
    }

    /** One of its environments; empty: there is none. */
    Optional<SimulatedEnvironment> any(RandomGenerator random) {
        List<SimulatedEnvironment> all = List.copyOf(members.values());
        return all.isEmpty() ? Optional.empty() : Optional.of(all.get(random.nextInt(all.size())));
    }
}
