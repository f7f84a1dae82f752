package dev.hearth.gateway.dispatch;

import dev.hearth.gateway.catalog.Revision;
import dev.hearth.protocol.Command;
import dev.hearth.protocol.EnvironmentState;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * How a process, an attempt or an environment ends: reset, crash and time-out make the environment start again, retiring
 * and condemning end it for good. Guarded by its pool.
 */
final class Ending {
    private static final int KILLED = 137;

    private final Revision revision;
    private final PoolContext context;
    private final Environments environments;
    private final FleetDemand demand;

    Ending(Revision revision, PoolContext context, Environments environments, FleetDemand demand) {
        this.revision = revision;
        this.context = context;
        this.environments = environments;
        this.demand = demand;
    }

    // ---- a process ends: the launcher starts another, which attaches ----

    /** One of its connections was closed by its side. */
    void disconnected(Environment environment, Object link, long now, Steps after) {
        if (!environment.links.has(link)) {
            return;
        }
        boolean mayHaveSentItsResult = environment.phase == EnvironmentPhase.BUSY && environment.links.isControl(link);
        if (environment.phase != EnvironmentPhase.RETIRED) {
            lose(environment, now, after);
        }
        if (mayHaveSentItsResult) {
            environment.links.keepOnlyWork();
        } else {
            environment.links.close(after);
        }
    }

    /** Its process is gone, or was told to end. An attempt stays bound: the next attach tells how the process ended. */
    void lose(Environment environment, long now, Steps after) {
        if (environment.phase == EnvironmentPhase.INIT) {
            environment.failedInits++;
        }
        if (environment.phase != EnvironmentPhase.STARTING) {
            environments.become(environment, EnvironmentPhase.STARTING);
            environment.endedNanos = now;
        }
        endTimedOut(environment, Optional.empty(), after);
    }

    /** How the process ended that had this environment's attempt. */
    void bury(Environment environment, OptionalInt exitStatus, long now, Steps after) {
        Attempt lost = environments.unbind(environment);
        if (lost != null) {
            environment.leaveNotice(Notice.exited(lost, exitStatus, now - lost.dispatchedNanos));
            after.end(lost, Failures.exited(lost.requestId(), exitStatus));
        }
    }

    /** The process reports that its init failed and ends. */
    void initFailed(Environment environment, Answer error, long now, Steps after) {
        lose(environment, now, after);
        Attempt bound = environments.unbind(environment);
        if (bound != null) {
            after.end(bound, error);
        }
    }

    /** Its function took too long, in an invocation or in the init that was repeated for one. */
    void timeOut(Environment environment, Attempt late, long now, Steps after) {
        environments.unbind(environment);
        lose(environment, now, after);
        environment.leaveNotice(Notice.timedOut(late, Instant.now()));
        if (late.invocation.wantsLogTail()) {
            environment.tailWanted = late;
        } else {
            after.end(late, Failures.timedOut(late.requestId(), revision.timeout(), Optional.empty()));
        }
        environment.links.command(Command.RESET, now, after);
    }

    /** Its first init took too long: it is repeated for an invocation. */
    void initTimeOut(Environment environment, Duration limit, long now, Steps after) {
        lose(environment, now, after);
        environment.leaveNotice(Notice.initTimedOut(limit));
        environment.links.command(Command.RESET, now, after);
    }

    /** Answers the timed-out attempt whose log tail was waited for. */
    void endTimedOut(Environment environment, Optional<String> logTail, Steps after) {
        Attempt late = environment.tailWanted;
        environment.tailWanted = null;
        if (late != null) {
            after.end(late, Failures.timedOut(late.requestId(), revision.timeout(), logTail));
        }
    }

    /** A control request has come: the environment lives, and asks for what it is to be told. */
    void heartbeat(Environment environment, Beat beat, long now, Steps after) {
        environment.links.heartbeat.asked(now);
        if (environment.links.heartbeat.takePendingReset()) {
            environment.links.command(Command.RESET, now, after);
        } else {
            endTimedOut(environment, beat.logTail(), after);
        }
        if (beat.state() == EnvironmentState.STOPPING) {
            leave(environment, now, after);
        }
    }

    // ---- an environment ends ----

    /** Takes it out of use as soon as it runs nothing. */
    void leave(Environment environment, long now, Steps after) {
        environment.leaving = true;
        if (environment.phase == EnvironmentPhase.IDLE) {
            retire(environment, now, after);
        } else if (environment.phase == EnvironmentPhase.HELD) {
            discard(environment, after);
        }
    }

    /** Tells it that there will be no more invocations. */
    void retire(Environment environment, long now, Steps after) {
        environments.become(environment, EnvironmentPhase.RETIRED);
        environment.endedNanos = now;
        after.add(() -> context.fleet().release(revision, environment.id));
        environment.links.retire(after);
        demand.askForWaiting(now, after);
    }

    /** Ends it by force and forgets it. */
    void discard(Environment environment, Steps after) {
        environments.become(environment, EnvironmentPhase.GONE);
        after.add(() -> context.fleet().remove(revision, environment.id));
        environment.links.close(after);
    }

    /** A process attached for an environment that was retired, or is gone: it is ended by force. */
    void refuse(Environment environment, ControlLink link, Steps after) {
        if (environment.phase == EnvironmentPhase.RETIRED) {
            discard(environment, after);
        }
        after.add(link::close);
    }

    /** It is silent, or does not come back: it is ended by force, and what it ran is lost. */
    void condemn(Environment environment, String why, long now, Steps after) {
        end(environment, "environment " + environment.id + " " + why, after);
        noteFailedStart(environment, now);
        discard(environment, after);
        context.condemned(environment, why);
        demand.askForWaiting(now, after);
    }

    /** The gateway stops. */
    void stop(Environment environment, Steps after) {
        end(environment, "the gateway is stopping", after);
        discard(environment, after);
    }

    private void end(Environment environment, String why, Steps after) {
        Attempt lost = environments.unbind(environment);
        if (lost != null) {
            after.end(lost, context.lost(why));
        }
        endTimedOut(environment, Optional.empty(), after);
    }

    /** The fleet says that it will not come back. */
    void gone(Environment environment, long now, Steps after) {
        noteFailedStart(environment, now);
        if (environment.phase != EnvironmentPhase.RETIRED) {
            lose(environment, now, after);
        }
        bury(environment, OptionalInt.of(KILLED), now, after);
        environments.become(environment, EnvironmentPhase.GONE);
        environment.links.close(after);
    }

    private void noteFailedStart(Environment environment, long now) {
        if (!environment.everReady && environment.phase != EnvironmentPhase.RETIRED) {
            demand.notStarted(now);
        }
    }
}
