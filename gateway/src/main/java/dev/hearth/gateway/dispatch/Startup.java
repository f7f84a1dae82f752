package dev.hearth.gateway.dispatch;

/** An environment from the attach of a process until it asks for work, or fails to. Guarded by its pool. */
final class Startup {
    private final Environments environments;
    private final WaitingLine waiting;
    private final FleetDemand demand;
    private final Matching matching;
    private final Ending ending;
    private final DispatchMetrics metrics;

    Startup(
            Environments environments,
            WaitingLine waiting,
            FleetDemand demand,
            Matching matching,
            Ending ending,
            DispatchMetrics metrics) {
        this.environments = environments;
        this.waiting = waiting;
        this.demand = demand;
        this.matching = matching;
        this.ending = ending;
        this.metrics = metrics;
    }

    /** What the process before left unsaid is said, then this one gets its assignment, now or once somebody waits. */
    void attached(Environment environment, ControlLink link, Ended before, long begun, long now, Steps after) {
        if (environment.hasLeft()) {
            ending.refuse(environment, link, after);
            return;
        }
        ending.lose(environment, now, after);
        ending.bury(environment, before.exitStatus(), before.logTail(), now, after);
        environment.connected(link, begun, now, after);
        demand.adopt(now, environments.withProcess() + 1);
        if (environment.leaving || (demand.isDraining() && waiting.isEmpty())) {
            ending.discard(environment, after);
        } else if (environment.failedInits > 0 && waiting.isEmpty()) {
            environments.become(environment, EnvironmentPhase.HELD);
            environment.heldNanos = now;
        } else {
            matching.assign(environment, now, after);
        }
    }

    /** A process that asks for work out of turn is one that was told to end, or is about to be: it gets none. */
    void ready(Environment environment, WorkLink link, long now, Steps after) {
        if (environment.phase != EnvironmentPhase.INIT) {
            after.add(link::close);
            return;
        }
        long nanos = environment.ready(link, now);
        after.add(() -> metrics.initialised(environment.revision(), nanos));
        demand.started();
        matching.ready(environment, now, after);
    }

    /** The process reports why and ends next; perhaps it is known already that it has ended. */
    void failed(Environment environment, InitError error, long now, Steps after) {
        boolean inTurn = environment.phase == EnvironmentPhase.INIT || environment.phase == EnvironmentPhase.STARTING;
        if (inTurn) {
            ending.initFailed(environment, error, now, after);
        }
    }
}
