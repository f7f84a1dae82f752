package dev.hearth.gateway.dispatch;

import dev.hearth.gateway.catalog.Catalog;
import dev.hearth.gateway.catalog.Revision;
import dev.hearth.gateway.concurrency.Admission;
import dev.hearth.gateway.concurrency.InstallationConcurrency;
import dev.hearth.gateway.concurrency.Permit;
import dev.hearth.gateway.fleet.Fleet;
import dev.hearth.gateway.fleet.FleetListener;
import java.time.Duration;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.function.LongSupplier;

/** Admits invocations by permits and hands them to the pool of their revision. */
public final class FunctionDispatcher implements Dispatcher, FleetListener, Usage {
    private static final Duration RETRY_AFTER = Duration.ofSeconds(1);
    private static final InFlight NOTHING = new InFlight() {
        @Override
        public void abandon() {}

        @Override
        public void flow(boolean open) {}
    };

    private final Fleet fleet;
    private final InstallationConcurrency concurrency;
    private final PoolContext context;
    private final Pools pools;
    private final ServingRevisions serving;
    private volatile boolean stopping;
    private volatile boolean stopped;

    /** Measures nothing. */
    public FunctionDispatcher(
            Catalog catalog,
            Fleet fleet,
            InstallationConcurrency concurrency,
            DispatchSettings settings,
            LongSupplier clock) {
        this(catalog, fleet, concurrency, settings, DispatchMetrics.NONE, clock);
    }

    /** @param clock monotonic nanoseconds */
    public FunctionDispatcher(
            Catalog catalog,
            Fleet fleet,
            InstallationConcurrency concurrency,
            DispatchSettings settings,
            DispatchMetrics metrics,
            LongSupplier clock) {
        this.fleet = fleet;
        this.concurrency = concurrency;
        WaitingRoom room = new WaitingRoom(settings.waitingCount(), settings.waitingBytes());
        this.context = new PoolContext(
                settings,
                fleet,
                room,
                new StartRates(),
                revision -> concurrency.limit(revision.function().accountId()),
                metrics,
                clock);
        this.pools = new Pools(context);
        this.serving = new ServingRevisions(catalog, concurrency, pools);
        serving.follow();
    }

    @Override
    public InFlight dispatch(Invocation invocation, Caller caller) {
        if (stopping) {
            return refuse(caller, context.stopping());
        }
        Revision revision = invocation.revision();
        return switch (concurrency.admit(revision)) {
            case Admission.Admitted(Permit permit) -> start(invocation, caller, permit);
            case Admission.ReservedUsedUp() ->
                refuse(caller, throttled(Answer.Reason.ReservedFunctionConcurrentInvocationLimitExceeded));
            case Admission.AccountUsedUp() ->
                refuse(caller, throttled(Answer.Reason.ConcurrentInvocationLimitExceeded));
        };
    }

    private InFlight start(Invocation invocation, Caller caller, Permit permit) {
        Revision revision = invocation.revision();
        Attempt attempt = attempt(invocation, caller, permit);
        if (stopped) {
            revision.withProvisioned()
                    .flatMap(each -> pools.find(each).stream())
                    .forEach(RevisionPool::stop);
        }
        return attempt;
    }

    /** A fault of ours gives the permit back, wherever it comes up. */
    private Attempt attempt(Invocation invocation, Caller caller, Permit permit) {
        try {
            long now = context.now();
            return dispatch(invocation.revision(), pool -> new Attempt(pool, invocation, caller, permit, now));
        } catch (RuntimeException | Error e) {
            permit.close();
            throw e;
        }
    }

    /** What is provisioned comes first; when all of that is busy, or not there yet, an invocation spills over to the rest. */
    private Attempt dispatch(Revision revision, Attempt.Maker maker) {
        if (revision.provisioned().isEmpty()) {
            return pools.dispatch(revision, maker);
        }
        Optional<Attempt> first = pools.dispatchToIdle(revision.provisioned().get(), maker);
        context.metrics().provisioned(revision, first.isPresent());
        return first.orElseGet(() -> pools.dispatch(revision, maker));
    }

    private static Answer throttled(Answer.Reason reason) {
        return new Answer.Throttled(reason, RETRY_AFTER);
    }

    private static InFlight refuse(Caller caller, Answer answer) {
        caller.finished();
        caller.answered(answer);
        return NOTHING;
    }

    /** The environment that proves to have this id; empty: refuse it. */
    public CompletionStage<Optional<Environment>> identify(String environmentId, String token) {
        return fleet.identify(environmentId, token)
                .thenApply(proven ->
                        proven.filter(_ -> !stopped).map(revision -> pools.environment(revision, environmentId)));
    }

    @Override
    public void environmentNotStarted(Revision revision, String environmentId, String reason) {
        pools.find(revision).ifPresent(pool -> pool.notStarted(environmentId));
    }

    @Override
    public void environmentGone(Revision revision, String environmentId, String reason) {
        pools.find(revision).ifPresent(pool -> pool.gone(environmentId));
    }

    /** Time-outs and silence: call every few milliseconds. */
    public void tick() {
        pools.all().forEach(RevisionPool::tick);
    }

    /** Keep-alive, replaced revisions and reserved shares: call about once a second. */
    public void review() {
        serving.review();
        context.starts().forgetFull(context.now());
    }

    /** Brings what is reserved and provisioned in line with the catalog. */
    public void reserve(Collection<Revision> revisions) {
        serving.reserve(revisions);
    }

    @Override
    public Provisioned provisioned(Revision revision) {
        return Provisioned.of(revision.provisioned().flatMap(pools::find));
    }

    @Override
    public boolean isUsed(Revision revision) {
        return revision.withProvisioned()
                .flatMap(each -> pools.find(each).stream())
                .anyMatch(RevisionPool::isUsed);
    }

    /** Takes no more invocations. */
    public void stopAccepting() {
        stopping = true;
    }

    /** Whether nothing runs or waits. */
    public boolean isQuiet() {
        return pools.all().stream().allMatch(RevisionPool::isQuiet);
    }

    /** Ends every environment; what still runs is answered as lost. */
    public void stop() {
        stopAccepting();
        stopped = true;
        pools.all().forEach(RevisionPool::stop);
    }

    /** Invocations that wait for an environment. */
    public int waiting() {
        return context.waitingRoom().count();
    }

    WaitingRoom waitingRoom() {
        return context.waitingRoom();
    }

    Pools pools() {
        return pools;
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

    /** How many environments are in a state, by its name in lower case: {@link #environmentStates}. */
    public long environments(String state) {
        EnvironmentPhase phase = EnvironmentPhase.valueOf(state.toUpperCase(Locale.ROOT));
        return pools.all().stream()
                .mapToLong(pool -> pool.environments().count(phase))
                .sum();
    }

    /** The states that an environment can be in. */
    public static List<String> environmentStates() {
        return Arrays.stream(EnvironmentPhase.values())
                .filter(phase -> phase != EnvironmentPhase.GONE)
                .map(phase -> phase.name().toLowerCase(Locale.ROOT))
                .toList();
    }

    /** Environments that serve {@code /metrics} now. */
    public List<MetricsTarget> metricsTargets() {
        return pools.all().stream()
                .flatMap(pool -> pool.environments().all().stream())
                .flatMap(each -> each.metricsPort().stream()
                        .mapToObj(port -> new MetricsTarget(each.id(), each.revision(), port)))
                .toList();
    }
}
