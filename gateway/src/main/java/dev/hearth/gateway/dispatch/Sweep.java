package dev.hearth.gateway.dispatch;

import dev.hearth.gateway.catalog.Revision;
import dev.hearth.protocol.Command;
import java.time.Duration;

/**
 * Ends that only time brings about: time-outs, silence, age, processes that do not come back. A process that is debugged may
 * stand still for as long as somebody looks at it. Guarded by its pool.
 */
final class Sweep {
    private final DispatchSettings settings;
    private final Revision revision;
    private final Duration initLimit;
    private final Environments environments;
    private final Matching matching;
    private final FleetDemand demand;
    private final Ending ending;

    Sweep(
            PoolContext context,
            Revision revision,
            Environments environments,
            Matching matching,
            FleetDemand demand,
            Ending ending) {
        this.settings = context.settings();
        this.revision = revision;
        this.initLimit = context.initLimit(revision);
        this.matching = matching;
        this.environments = environments;
        this.demand = demand;
        this.ending = ending;
    }

    void environments(long now, Steps after) {
        for (Environment environment : environments.all()) {
            switch (environment.phase) {
                case BUSY -> busy(environment, now, after);
                case INIT -> init(environment, now, after);
                case IDLE -> idle(environment, now, after);
                case STARTING -> starting(environment, now, after);
                case RETIRED -> retired(environment, now, after);
                case HELD -> held(environment, now, after);
                case CONDEMNED -> ending.outlive(environment, now, after);
                case GONE -> {}
            }
            heartbeat(environment, now, after);
        }
    }

    private void busy(Environment environment, long now, Steps after) {
        Attempt running = environment.attempt;
        if (running == null || running.isPaused || running.invocation.result().isAwaited() || revision.isDebugged()) {
            return;
        }
        if (now - running.deadlineNanos >= 0) {
            ending.timeOut(environment, running, now, after);
        } else if (now - running.dispatchedNanos >= settings.pingAfter().toNanos()
                && running.dispatchedNanos - environment.links.heartbeat.sinceNanos() >= 0) {
            environment.links.command(Command.PING, now, after);
        }
    }

    private void init(Environment environment, long now, Steps after) {
        if (now - environment.initDeadlineNanos < 0 || revision.isDebugged()) {
            return;
        }
        Attempt bound = environment.attempt;
        if (bound == null) {
            ending.initTimeOut(environment, initLimit, now, after);
        } else {
            ending.timeOut(environment, bound, now, after);
        }
    }

    /** Nothing ever waits for one that is provisioned: its init is repeated all the same, later each time. */
    private void held(Environment environment, long now, Steps after) {
        if (isProvisioned() && now - environment.heldNanos >= Provisioned.pauseNanos(environment.failedInits)) {
            matching.assign(environment, now, after);
        }
    }

    private boolean isProvisioned() {
        return revision.initialization() == Revision.Initialization.PROVISIONED;
    }

    private void idle(Environment environment, long now, Steps after) {
        if (environment.isToLeave(now)) {
            ending.leave(environment, now, after);
        }
    }

    private void starting(Environment environment, long now, Steps after) {
        if (now - environment.endedNanos > PoolContext.OVERDUE_WAIT_NANOS) {
            ending.answerOverdue(environment, after);
        }
        condemnAfter(settings.silence().plus(settings.restart()).toNanos(), environment, now, after);
    }

    private void retired(Environment environment, long now, Steps after) {
        condemnAfter(settings.retirement().toNanos(), environment, now, after);
    }

    private void condemnAfter(long nanos, Environment environment, long now, Steps after) {
        if (now - environment.endedNanos > nanos) {
            ending.condemn(environment, "did not come back", now, after);
        }
    }

    private void heartbeat(Environment environment, long now, Steps after) {
        if (!environment.owesHeartbeats()) {
            return;
        }
        if (environment.links.heartbeat.waitedFor(settings.heartbeat().toNanos(), now)) {
            environment.links.command(Command.NONE, now, after);
        } else if (!revision.isDebugged()
                && environment.links.heartbeat.silentFor(settings.silence().toNanos(), now)) {
            ending.condemn(
                    environment, "did not answer within " + settings.silence().toMillis() + " ms", now, after);
        }
    }

    /** Retires the coldest environments that demand no longer needs. */
    void scaleDown(long now, Steps after) {
        int kept = demand.keep(now, after);
        int used = environments.count(EnvironmentPhase.IDLE) + environments.count(EnvironmentPhase.BUSY);
        for (int excess = used - kept; excess > 0; excess--) {
            Environment coldest = environments.coldest();
            if (coldest == null) {
                break;
            }
            ending.retire(coldest, now, after);
        }
        for (Environment failing : environments.held()) {
            if (kept == 0 || (isProvisioned() && environments.withProcess() > kept)) {
                ending.discard(failing, after);
            }
        }
        demand.askForMinimum(now, after);
        demand.askForWaiting(now, after);
    }
}
