package dev.hearth.gateway.dispatch;

import dev.hearth.gateway.catalog.Revision;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Brings waiting invocations and free environments together. Guarded by its pool. */
final class Matching {
    private final PoolContext context;
    private final Duration timeout;
    private final Duration initLimit;
    private final Environments environments;
    private final WaitingLine waiting;
    private final FleetDemand demand;
    private final Ending ending;

    Matching(
            PoolContext context,
            Revision revision,
            Environments environments,
            WaitingLine waiting,
            FleetDemand demand,
            Ending ending) {
        this.context = context;
        this.timeout = revision.timeout();
        this.initLimit = context.initLimit(revision);
        this.environments = environments;
        this.waiting = waiting;
        this.demand = demand;
        this.ending = ending;
    }

    /** Gives an admitted attempt to the environment that was used last; false: none is idle. */
    boolean dispatchToIdle(Attempt attempt, long now, Steps after) {
        Environment free = environments.hottest();
        if (free != null) {
            run(free, attempt, now, after);
            demand.observe(now);
        }
        return free != null;
    }

    /** Gives an admitted attempt to the environment that was used last, or lets it wait. */
    void dispatch(Attempt attempt, long now, Steps after) {
        Environment free = environments.hottest();
        if (free != null) {
            run(free, attempt, now, after);
        } else if (environments.firstHeld() == null && !demand.mayGrow(now)) {
            after.end(attempt, context.growingTooFast());
        } else if (waiting.enter(attempt)) {
            wakeOrAsk(now, after);
        } else {
            after.end(attempt, context.waitingRoomFull());
        }
        demand.observe(now);
    }

    private void wakeOrAsk(long now, Steps after) {
        Environment asleep = environments.firstHeld();
        if (asleep == null) {
            demand.ask(now, after);
        } else {
            assign(asleep, now, after);
        }
    }

    /** Answers the attach; after a failed init the next waiting attempt goes with it and its time-out begins. */
    void assign(Environment environment, long now, Steps after) {
        environments.become(environment, EnvironmentPhase.INIT);
        Attempt next = environment.failedInits > 0 ? waiting.next() : null;
        if (next != null) {
            environments.bind(environment, next);
            next.begin(now, timeout);
        }
        Duration limit = next == null ? initLimit : timeout;
        environment.assigned(context.assignment(environment, limit), limit, now, after);
    }

    /** Its init is over: it runs the attempt it was initialised for, or the next that waits. */
    void ready(Environment environment, long now, Steps after) {
        Attempt bound = environment.attempt;
        Attempt next = bound == null ? nextFor(environment, now) : bound;
        if (next != null) {
            after.add(() -> next.coldStart(environment.coldStart(next, context.now())));
            run(environment, next, now, after);
        } else {
            rest(environment, now, after);
        }
    }

    /** The result of what it runs has come: that ends, and it gets the next that waits. */
    void result(Environment environment, Result result, long now, Steps after) {
        Attempt done = environment.attempt;
        if (done == null
                || done.overdue
                || !environment.links.hasWork()
                || !done.requestId().equals(result.requestId())) {
            return;
        }
        environments.unbind(environment);
        end(environment, done, result, after);
        if (environment.phase != EnvironmentPhase.BUSY) {
            // its process has ended, but not before it sent this
            environment.links.close(after);
        } else if (result.ends()) {
            ending.lose(environment, now, after);
        } else {
            free(environment, now, after);
        }
    }

    private void end(Environment environment, Attempt done, Result result, Steps after) {
        if (result.logTail().isEmpty()) {
            after.end(done, result.toAnswer());
        } else {
            String tail = result.logTail().get();
            after.add(() -> context.fleet()
                    .printed(environment.id)
                    .whole()
                    .thenAccept(raw ->
                            done.end(result.with(LogTail.with(raw, tail, done)).toAnswer())));
        }
    }

    private void free(Environment environment, long now, Steps after) {
        Attempt next = nextFor(environment, now);
        if (next != null) {
            run(environment, next, now, after);
        } else {
            rest(environment, now, after);
        }
    }

    private @Nullable Attempt nextFor(Environment environment, long now) {
        return environment.isToLeave(now) ? null : waiting.next();
    }

    private void run(Environment environment, Attempt attempt, long now, Steps after) {
        if (environment.phase != EnvironmentPhase.BUSY) {
            environments.become(environment, EnvironmentPhase.BUSY);
        }
        environments.bind(environment, attempt);
        attempt.begin(now, timeout);
        if (attempt.invocation.wantsLogTail()) {
            after.add(() -> context.fleet().printed(environment.id).forget());
        }
        environment.links.run(attempt, now, after);
    }

    // ---- attempts that are kept before they begin ----

    void pause(Attempt attempt, long now) {
        if (isBound(attempt)) {
            attempt.pause(now);
        }
    }

    void resume(Attempt attempt, long now, Steps after) {
        Environment environment = attempt.environment;
        if (environment != null && isBound(attempt)) {
            attempt.resume(now);
            environment.links.hand(attempt, now, after);
        }
    }

    /** Its environment is free for others. */
    void giveBack(Attempt attempt, long now, Steps after) {
        Environment environment = attempt.environment;
        if (environment != null && isBound(attempt)) {
            attempt.isPaused = false;
            environments.unbind(environment);
            after.end(attempt, context.notKept());
            free(environment, now, after);
        }
    }

    /** Whether its environment is there for it still. */
    private static boolean isBound(Attempt attempt) {
        Environment environment = attempt.environment;
        return environment != null && environment.attempt == attempt && environment.phase == EnvironmentPhase.BUSY;
    }

    // ---- waiting ----

    private void rest(Environment environment, long now, Steps after) {
        if (environment.isToLeave(now) || demand.isDraining()) {
            ending.retire(environment, now, after);
        } else {
            environments.become(environment, EnvironmentPhase.IDLE);
        }
    }

    /** Ends what has waited for too long. */
    void expire(long now, Steps after) {
        DispatchSettings settings = context.settings();
        expire(settings.startingWait(), now, after);
        if (waiting.hasWaited(settings.environmentWait().toNanos(), now) && !demand.isBeingMet()) {
            expire(settings.environmentWait(), now, after);
        }
    }

    private void expire(Duration wait, long now, Steps after) {
        long patience = wait.toNanos();
        for (Attempt late = waiting.nextThatWaited(patience, now);
                late != null;
                late = waiting.nextThatWaited(patience, now)) {
            after.end(late, context.noEnvironment(Duration.ofNanos(now - late.arrivedNanos)));
        }
    }

    /** Its caller has gone: it ends if it still waits. */
    void abandon(Attempt attempt, Steps after) {
        if (waiting.leave(attempt)) {
            after.end(attempt, context.lost("the caller has gone"));
        }
    }

    /** Ends everything that waits. */
    void stop(Steps after) {
        for (Attempt late = waiting.next(); late != null; late = waiting.next()) {
            after.end(late, context.stopping());
        }
    }

    /** What it runs now. */
    static Optional<Attempt> running(Environment environment) {
        return environment.phase == EnvironmentPhase.BUSY ? Optional.ofNullable(environment.attempt) : Optional.empty();
    }
}
