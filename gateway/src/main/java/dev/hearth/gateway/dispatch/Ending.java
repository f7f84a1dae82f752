package dev.hearth.gateway.dispatch;

import dev.hearth.gateway.catalog.Revision;
import dev.hearth.protocol.Command;
import dev.hearth.protocol.EnvironmentState;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

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
        if (overdue(environment) != null) {
            bury(environment, OptionalInt.empty(), Optional.empty(), now, after);
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
    }

    /**
     * How the process ended that had this environment's attempt.
     *
     * @param logTail what it kept of the attempt's log, base64
     */
    void bury(Environment environment, OptionalInt exitStatus, Optional<String> logTail, long now, Steps after) {
        Attempt lost = environments.unbind(environment);
        if (lost != null && lost.isPaused) {
            after.end(lost, context.notKept());
        } else if (lost != null) {
            exited(environment, lost, exitStatus, logTail, now, after);
        }
    }

    private void exited(
            Environment environment, Attempt lost, OptionalInt status, Optional<String> tail, long now, Steps after) {
        if (lost.overdue) {
            after.end(lost, timedOut(lost));
        } else {
            String lastLines = Notice.exited(lost, status, now - lost.dispatchedNanos);
            environment.leaveNotice(lastLines);
            after.end(
                    lost,
                    Failures.exited(
                            lost.requestId(), status, LogTail.of(lost, tail, printed(environment) + lastLines)));
        }
    }

    /** The process reports that its init failed, or that of the process before, and ends. */
    void initFailed(Environment environment, InitError error, long now, Steps after) {
        lose(environment, now, after);
        Attempt bound = environments.unbind(environment);
        if (bound != null) {
            initFailed(environment, bound, error, now, after);
        }
    }

    private void initFailed(Environment environment, Attempt bound, InitError error, long now, Steps after) {
        switch (error) {
            case InitError.Reported(Answer answer) ->
                after.end(bound, unlessOverdue(bound, reported(environment, bound, answer, now)));
            case InitError.Exited(OptionalInt status) ->
                exited(environment, bound, status, Optional.empty(), now, after);
            case InitError.Late() -> {
                isLate(environment, bound);
                after.end(bound, timedOut(bound));
            }
        }
    }

    private Answer reported(Environment environment, Attempt bound, Answer answer, long now) {
        if (!(answer instanceof Answer.FunctionError error) || bound.overdue) {
            return answer;
        }
        if (!bound.invocation.result().grow(error.body().length).isGranted()) {
            return InitError.NO_ROOM;
        }
        String lastLines = Notice.failed(bound, error.errorType(), now - bound.dispatchedNanos);
        environment.leaveNotice(lastLines);
        return new Answer.FunctionError(
                error.errorType(),
                error.body(),
                LogTail.ofInit(bound, error.logTail(), printed(environment) + lastLines));
    }

    /** What its process printed past the runtime; it has long been read when the next one attaches. */
    private String printed(Environment environment) {
        return LogTail.printed(context.fleet().printed(environment.id).soFar());
    }

    private void isLate(Environment environment, Attempt late) {
        String notice = Notice.timedOut(late, Instant.now());
        environment.leaveNotice(notice);
        late.lastLines = printed(environment) + notice;
    }

    /**
     * Its function took too long, in an invocation or in the init that was repeated for one. The caller is answered, and its
     * permit given back, when the process has closed its connections; the caller never waits long for that.
     */
    void timeOut(Environment environment, Attempt late, long now, Steps after) {
        late.overdue = true;
        environments.giveUp(late);
        lose(environment, now, after);
        isLate(environment, late);
        environment.links.command(Command.RESET, now, after);
    }

    /** Its first init took too long: it is repeated for an invocation. */
    void initTimeOut(Environment environment, Duration limit, long now, Steps after) {
        lose(environment, now, after);
        environment.leaveNotice(Notice.initTimedOut(limit));
        environment.links.command(Command.RESET, now, after);
    }

    /** Its process takes its time to end: the caller waits no more. */
    void answerOverdue(Environment environment, Steps after) {
        Attempt late = overdue(environment);
        if (late != null) {
            Answer answer = timedOut(late);
            after.add(() -> late.answer(answer));
        }
    }

    private static @Nullable Attempt overdue(Environment environment) {
        Attempt bound = environment.attempt;
        return bound != null && bound.overdue ? bound : null;
    }

    private Answer unlessOverdue(Attempt attempt, Answer answer) {
        return attempt.overdue ? timedOut(attempt) : answer;
    }

    private Answer unlessNotBegun(Attempt attempt, Answer answer) {
        return attempt.isPaused ? context.notKept() : unlessOverdue(attempt, answer);
    }

    private Answer timedOut(Attempt late) {
        return Failures.timedOut(late.requestId(), revision.timeout(), LogTail.of(late, late.logTail, late.lastLines));
    }

    /** A control request has come: the environment lives, and asks for what it is to be told. */
    void heartbeat(Environment environment, Beat beat, long now, Steps after) {
        environment.links.heartbeat.asked(now);
        Attempt late = overdue(environment);
        if (environment.links.heartbeat.takePendingReset()) {
            environment.links.command(Command.RESET, now, after);
        } else if (late != null) {
            late.logTail = beat.logTail();
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
        expel(environment, EnvironmentPhase.GONE, after);
    }

    private void expel(Environment environment, EnvironmentPhase next, Steps after) {
        environments.become(environment, next);
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

    /** It is silent, or does not come back: it is ended by force. What it ran is lost, but may run until that is done. */
    void condemn(Environment environment, String why, long now, Steps after) {
        noteFailedStart(environment, now);
        Attempt lost = environment.attempt;
        if (lost == null) {
            discard(environment, after);
        } else {
            Answer answer = unlessNotBegun(lost, context.lost("environment " + environment.id + " " + why));
            after.add(() -> lost.answer(answer));
            environments.giveUp(lost);
            environment.endedNanos = now;
            expel(environment, EnvironmentPhase.CONDEMNED, after);
        }
        context.condemned(environment, why);
        demand.askForWaiting(now, after);
    }

    /** It was condemned so long ago that it has ended by itself, though the fleet cannot tell, as of a machine that is cut off. */
    void outlive(Environment environment, long now, Steps after) {
        if (now - environment.endedNanos > PoolContext.ORPHAN_LIFE_NANOS) {
            gone(environment, now, after);
        }
    }

    /** The gateway stops. */
    void stop(Environment environment, Steps after) {
        Attempt lost = environments.unbind(environment);
        if (lost != null) {
            after.end(lost, unlessNotBegun(lost, context.lost("the gateway is stopping")));
        }
        discard(environment, after);
    }

    /** The fleet says that it will not come back. */
    void gone(Environment environment, long now, Steps after) {
        noteFailedStart(environment, now);
        if (!environment.hasLeft()) {
            lose(environment, now, after);
        }
        bury(environment, OptionalInt.of(KILLED), Optional.empty(), now, after);
        environments.become(environment, EnvironmentPhase.GONE);
        environment.links.close(after);
    }

    private void noteFailedStart(Environment environment, long now) {
        if (!environment.everReady && !environment.hasLeft()) {
            demand.notStarted(now);
        }
    }
}
