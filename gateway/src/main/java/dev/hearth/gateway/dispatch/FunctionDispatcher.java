package dev.hearth.gateway.dispatch;

import dev.hearth.gateway.catalog.Catalog;
import dev.hearth.gateway.catalog.CatalogChange;
import dev.hearth.gateway.catalog.FunctionId;
import dev.hearth.gateway.catalog.Revision;
import dev.hearth.gateway.concurrency.AccountConcurrency;
import dev.hearth.gateway.concurrency.Admission;
import dev.hearth.gateway.concurrency.Permit;
import dev.hearth.gateway.fleet.Fleet;
import dev.hearth.gateway.fleet.FleetListener;
import java.time.Duration;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;
import java.util.stream.Collectors;

/** Admits invocations by permits and hands them to the pool of their revision. */
public final class FunctionDispatcher implements Dispatcher, FleetListener {
    private static final Duration RETRY_AFTER = Duration.ofSeconds(1);
    private static final InFlight NOTHING = new InFlight() {
        @Override
        public void abandon() {}

        @Override
        public void flow(boolean open) {}
    };

    private final Catalog catalog;
    private final Fleet fleet;
    private final AccountConcurrency concurrency;
    private final PoolContext context;
    private final Map<String, RevisionPool> pools = new ConcurrentHashMap<>();
    private volatile boolean stopping;
    private volatile boolean stopped;

    /** @param clock monotonic nanoseconds */
    public FunctionDispatcher(
            Catalog catalog,
            Fleet fleet,
            AccountConcurrency concurrency,
            DispatchSettings settings,
            LongSupplier clock) {
        this.catalog = catalog;
        this.fleet = fleet;
        this.concurrency = concurrency;
        WaitingRoom room = new WaitingRoom(settings.waitingCount(), settings.waitingBytes());
        this.context = new PoolContext(settings, fleet, room, concurrency.limit(), clock);
        catalog.onChange(this::changed);
    }

    @Override
    public InFlight dispatch(Invocation invocation, Caller caller) {
        if (stopping) {
            caller.answered(context.stopping());
            return NOTHING;
        }
        Revision revision = invocation.revision();
        return switch (concurrency.admit(revision.function(), revision.reservedConcurrency())) {
            case Admission.Admitted(Permit permit) -> start(invocation, caller, permit);
            case Admission.ReservedUsedUp() ->
                refuse(caller, Answer.Reason.ReservedFunctionConcurrentInvocationLimitExceeded);
            case Admission.AccountUsedUp() -> refuse(caller, Answer.Reason.ConcurrentInvocationLimitExceeded);
        };
    }

    private InFlight start(Invocation invocation, Caller caller, Permit permit) {
        RevisionPool pool = pool(invocation.revision());
        Attempt attempt = new Attempt(pool, invocation, caller, permit, context.now());
        while (!pool.dispatch(attempt)) {
            pools.remove(pool.revision.id(), pool);
            pool = pool(invocation.revision());
            attempt = new Attempt(pool, invocation, caller, permit, context.now());
        }
        if (stopped) {
            pool.stop();
        }
        return attempt;
    }

    private static InFlight refuse(Caller caller, Answer.Reason reason) {
        caller.answered(new Answer.Throttled(reason, RETRY_AFTER));
        return NOTHING;
    }

    private RevisionPool pool(Revision revision) {
        RevisionPool pool = pools.get(revision.id());
        return pool != null ? pool : pools.computeIfAbsent(revision.id(), _ -> new RevisionPool(revision, context));
    }

    /** The environment that proves to have this id; empty: refuse it. */
    public Optional<Environment> identify(String environmentId, String token) {
        return stopped
                ? Optional.empty()
                : fleet.identify(environmentId, token).map(revision -> environment(revision, environmentId));
    }

    private Environment environment(Revision revision, String id) {
        while (true) {
            RevisionPool pool = pool(revision);
            Optional<Environment> known = pool.environment(id);
            if (known.isPresent()) {
                return known.get();
            }
            pools.remove(revision.id(), pool);
        }
    }

    @Override
    public void environmentNotStarted(Revision revision, String environmentId, String reason) {
        poolOf(revision).ifPresent(pool -> pool.notStarted(environmentId));
    }

    @Override
    public void environmentGone(Revision revision, String environmentId, String reason) {
        poolOf(revision).ifPresent(pool -> pool.gone(environmentId));
    }

    /** Time-outs and silence: call every few milliseconds. */
    public void tick() {
        pools.values().forEach(RevisionPool::tick);
    }

    /** Keep-alive, replaced revisions and reserved shares: call about once a second. */
    public void review() {
        Map<String, Revision> serving =
                catalog.all().stream().collect(Collectors.toMap(Revision::id, each -> each, (one, other) -> one));
        reserve(serving.values());
        for (RevisionPool pool : pools.values()) {
            Revision current = serving.get(pool.revision.id());
            if (current == null) {
                pool.drain();
            } else {
                pool.serve(current);
                pool.scaleDown();
            }
        }
        pools.values().removeIf(pool -> !serving.containsKey(pool.revision.id()) && pool.closeIfUnused());
    }

    private void changed(CatalogChange change) {
        switch (change) {
            case CatalogChange.Served(Revision now, Optional<Revision> before) -> {
                before.filter(old -> !old.id().equals(now.id())).ifPresent(this::drain);
                concurrency.reserve(now.function(), now.reservedConcurrency());
                poolOf(now).ifPresent(pool -> pool.serve(now));
            }
            case CatalogChange.Removed(Revision before) -> drain(before);
            case CatalogChange.Broken broken -> {}
            case CatalogChange.Mended mended -> {}
        }
    }

    private void drain(Revision replaced) {
        poolOf(replaced).ifPresent(RevisionPool::drain);
    }

    private Optional<RevisionPool> poolOf(Revision revision) {
        return Optional.ofNullable(pools.get(revision.id()));
    }

    /** Brings reserved shares in line with the catalog. */
    public void reserve(Collection<Revision> serving) {
        Set<FunctionId> functions = serving.stream().map(Revision::function).collect(Collectors.toSet());
        concurrency.retain(functions);
        serving.forEach(revision -> concurrency.reserve(revision.function(), revision.reservedConcurrency()));
    }

    /** Takes no more invocations. */
    public void stopAccepting() {
        stopping = true;
    }

    /** Whether nothing runs or waits. */
    public boolean isQuiet() {
        return pools.values().stream().allMatch(RevisionPool::isQuiet);
    }

    /** Ends every environment; what still runs is answered as lost. */
    public void stop() {
        stopAccepting();
        stopped = true;
        pools.values().forEach(RevisionPool::stop);
    }

    /** Invocations that wait for an environment. */
    public int waiting() {
        return context.waitingRoom().count();
    }

    WaitingRoom waitingRoom() {
        return context.waitingRoom();
    }

    /** Revisions with environments or invocations, or that serve. */
    int revisions() {
        return pools.size();
    }

    /** Whether invocations are taken. */
    public boolean isAccepting() {
        return !stopping;
    }

    /** Invocations that hold a permit. */
    public int inFlight() {
        return concurrency.inFlight();
    }

    /** Invocations that hold a permit of the unreserved pool. */
    public int unreservedInFlight() {
        return concurrency.unreservedInFlight();
    }

    /** How many environments are in a state: starting, init, idle, busy, retired. */
    public long environments(String state) {
        return pools.values().stream()
                .flatMap(pool -> pool.environments().stream())
                .filter(environment -> environment.phase.name().equalsIgnoreCase(state))
                .count();
    }
}
