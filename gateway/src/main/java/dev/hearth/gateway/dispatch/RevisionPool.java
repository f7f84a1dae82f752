package dev.hearth.gateway.dispatch;

import dev.hearth.gateway.catalog.Revision;
import dev.hearth.protocol.Command;
import dev.hearth.protocol.EnvironmentState;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/**
 * The environments of one revision and the invocations that wait for one of them.
 *
 * <p>Every method takes the pool's monitor for bookkeeping only; links, callers and the fleet are called outside it.
 * Idle environments are a stack, so the coldest age out at its bottom.
 */
final class RevisionPool {
    final Revision revision;
    private final PoolContext context;
    private final Demand demand;
    private final Map<String, Environment> environments = new HashMap<>();
    private final ArrayDeque<Environment> idle = new ArrayDeque<>();
    private final Deque<Attempt> waiting = new ArrayDeque<>();
    private final Deque<Environment> held = new ArrayDeque<>();
    private final StartBackoff backoff = new StartBackoff();
    private int busy;
    private int taken;
    private boolean draining;
    private boolean closed;

    RevisionPool(Revision revision, PoolContext context) {
        this.revision = revision;
        this.context = context;
        this.demand = context.newDemand(revision);
    }

    // ---------------------------------------------------------------- invocations

    /** Gives an admitted attempt to an idle environment, or lets it wait for one; false: this pool is forgotten. */
    boolean dispatch(Attempt attempt) {
        Environment free;
        WorkLink link = null;
        Steps after = new Steps();
        synchronized (this) {
            if (closed) {
                return false;
            }
            free = idle.pollFirst();
            if (free == null) {
                enqueue(attempt, after);
            } else {
                begin(free, attempt);
                link = free.work;
            }
            demand.observe(context.now(), taken + waiting.size());
        }
        send(link, attempt);
        after.run();
        return true;
    }

    private void enqueue(Attempt attempt, Steps after) {
        if (!context.waitingRoom().tryEnter(attempt)) {
            after.add(() -> attempt.end(context.waitingRoomFull()));
            return;
        }
        waiting.addLast(attempt);
        Environment asleep = held.pollFirst();
        if (asleep == null) {
            askFleet(after);
        } else {
            assign(asleep, after);
        }
    }

    private void begin(Environment environment, Attempt attempt) {
        long now = context.now();
        environment.phase = Environment.Phase.BUSY;
        bind(environment, attempt);
        if (attempt.shut) {
            environment.flow(false);
        }
        attempt.dispatchedNanos = now;
        attempt.deadlineNanos =
                attempt.deadlineNanos == 0 ? now + revision.timeout().toNanos() : attempt.deadlineNanos;
        busy++;
    }

    private void bind(Environment environment, Attempt attempt) {
        if (environment.attempt == null) {
            taken++;
        }
        environment.attempt = attempt;
        attempt.environment = environment;
    }

    /** The attempt that this environment ran, or was initialised for; it has none afterwards. */
    private @Nullable Attempt unbind(Environment environment) {
        Attempt attempt = environment.attempt;
        environment.attempt = null;
        if (attempt != null) {
            taken--;
            environment.flow(true);
        }
        return attempt;
    }

    private void send(@Nullable WorkLink link, Attempt attempt) {
        if (link != null) {
            link.run(attempt.invocation, Math.max(1, (attempt.deadlineNanos - context.now()) / 1_000_000));
        }
    }

    /** Its caller has gone: drop it if it still waits. */
    void abandoned(Attempt attempt) {
        synchronized (this) {
            if (!waiting.remove(attempt)) {
                return;
            }
            context.waitingRoom().leave(attempt);
        }
        attempt.end(context.lost("the caller has gone"));
    }

    /**
     * Its caller reads a streamed result slower than it comes, or fast enough again. Done under the monitor: a late word
     * must not stop the result of the environment's next invocation.
     */
    synchronized void flow(Attempt attempt, boolean open) {
        attempt.shut = !open;
        Environment environment = attempt.environment;
        if (environment != null && environment.attempt == attempt && environment.phase == Environment.Phase.BUSY) {
            environment.flow(open);
        }
    }

    private @Nullable Attempt nextWaiting() {
        Attempt next = waiting.pollFirst();
        if (next != null) {
            context.waitingRoom().leave(next);
        }
        return next;
    }

    // ---------------------------------------------------------------- environments

    /** The environment of this id, known or new; empty: this pool is forgotten. */
    synchronized Optional<Environment> environment(String id) {
        return closed ? Optional.empty() : Optional.of(known(id));
    }

    private Environment known(String id) {
        return environments.computeIfAbsent(
                id, key -> new Environment(key, this, new Heartbeat(), context.recycleTime(), context.now()));
    }

    synchronized Optional<Attempt> running(Environment environment) {
        return environment.phase == Environment.Phase.BUSY
                ? Optional.ofNullable(environment.attempt)
                : Optional.empty();
    }

    void attached(Environment environment, ControlLink link, OptionalInt exitStatus, double startMillis) {
        Steps after = new Steps();
        synchronized (this) {
            long now = context.now();
            boolean retired = environment.phase == Environment.Phase.RETIRED;
            lose(environment, after);
            buryAttempt(environment, exitStatus, after);
            environment.closeLinks(after);
            environment.control = link;
            environment.attachedNanos = now;
            environment.processStartNanos = now - (long) (startMillis * 1e6);
            environment.phase = Environment.Phase.INIT;
            if (retired || environment.leaving || (draining && waiting.isEmpty())) {
                discard(environment, after);
            } else if (environment.initFailed && waiting.isEmpty()) {
                hold(environment);
            } else {
                assign(environment, after);
            }
        }
        after.run();
    }

    /** The process that ran this attempt is gone; its exit status is known now. */
    private void buryAttempt(Environment environment, OptionalInt exitStatus, Steps after) {
        Attempt lost = unbind(environment);
        if (lost != null) {
            environment.leaveNotice(Notice.exited(lost, exitStatus, context.now() - lost.dispatchedNanos));
            after.add(() -> lost.end(Failures.exited(lost.requestId(), exitStatus)));
        }
    }

    private void hold(Environment environment) {
        environment.held = true;
        held.addLast(environment);
    }

    /** Answers the attach; after a failed init the next waiting attempt goes with it and its time-out begins. */
    private void assign(Environment environment, Steps after) {
        long now = context.now();
        environment.held = false;
        environment.heartbeat.begun(now);
        Duration limit = context.settings().initLimit();
        Attempt next = environment.initFailed ? nextWaiting() : null;
        if (next != null) {
            bind(environment, next);
            next.dispatchedNanos = now;
            next.deadlineNanos = now + revision.timeout().toNanos();
            limit = revision.timeout();
        }
        environment.initDeadlineNanos = now + limit.toNanos();
        ControlLink link = environment.control;
        var assignment = context.assignment(environment, limit);
        environment.attachedBefore = true;
        if (link != null) {
            after.add(() -> link.assign(assignment));
        }
    }

    void heartbeat(
            Environment environment, EnvironmentState state, Optional<String> runningId, Optional<String> logTail) {
        Steps after = new Steps();
        synchronized (this) {
            long now = context.now();
            environment.heartbeat.asked(now);
            if (environment.heartbeat.takePendingReset()) {
                environment.command(Command.RESET, now, after);
            } else {
                endTimedOut(environment, logTail, after);
            }
            if (state == EnvironmentState.STOPPING) {
                leave(environment, after);
            }
        }
        after.run();
    }

    void ready(Environment environment, WorkLink link) {
        Steps after = new Steps();
        synchronized (this) {
            if (environment.phase == Environment.Phase.INIT && !environment.held) {
                initialised(environment, link, after);
            } else {
                after.add(link::close);
            }
        }
        after.run();
    }

    private void initialised(Environment environment, WorkLink link, Steps after) {
        environment.work = link;
        environment.everReady = true;
        environment.initFailed = false;
        backoff.succeeded();
        environment.phase = Environment.Phase.IDLE;
        Attempt bound = environment.attempt;
        Attempt next = bound != null || environment.leaving ? bound : nextWaiting();
        if (next != null) {
            begin(environment, next);
            next.coldStart(coldStart(environment, next));
            after.add(() -> send(link, next));
        } else if (environment.leaving || draining) {
            retire(environment, after);
        } else {
            idle.addFirst(environment);
        }
    }

    private ColdStart coldStart(Environment environment, Attempt attempt) {
        double millis = 1e6;
        long now = context.now();
        return new ColdStart(
                (environment.processStartNanos - attempt.arrivedNanos) / millis,
                (environment.attachedNanos - environment.processStartNanos) / millis,
                (now - environment.attachedNanos) / millis,
                0);
    }

    void initFailed(Environment environment, Answer.FunctionError error) {
        Steps after = new Steps();
        synchronized (this) {
            boolean initialising = environment.phase == Environment.Phase.INIT && !environment.held;
            if (!initialising && environment.phase != Environment.Phase.STARTING) {
                return;
            }
            Attempt bound = unbind(environment);
            environment.initFailed = true;
            environment.phase = Environment.Phase.STARTING;
            environment.lostNanos = context.now();
            if (bound != null) {
                after.add(() -> bound.end(error));
            }
        }
        after.run();
    }

    void result(Environment environment, Result result) {
        Attempt done;
        Attempt next = null;
        WorkLink link = null;
        Steps after = new Steps();
        synchronized (this) {
            done = environment.attempt;
            if (done == null || environment.work == null || !done.requestId().equals(result.requestId())) {
                return;
            }
            unbind(environment);
            if (environment.phase != Environment.Phase.BUSY) {
                // the process has ended, but not before it sent this
                environment.closeLinks(after);
            } else if (result.ends()) {
                busy--;
                environment.phase = Environment.Phase.STARTING;
                environment.lostNanos = context.now();
            } else {
                busy--;
                link = environment.work;
                next = afterResult(environment, after);
            }
        }
        done.end(result.toAnswer());
        if (next != null) {
            send(link, next);
        }
        after.run();
    }

    private @Nullable Attempt afterResult(Environment environment, Steps after) {
        environment.phase = Environment.Phase.IDLE;
        if (environment.leaving || context.now() - environment.recycleAtNanos > 0) {
            retire(environment, after);
            return null;
        }
        Attempt next = nextWaiting();
        if (next != null) {
            begin(environment, next);
        } else if (draining) {
            retire(environment, after);
        } else {
            idle.addFirst(environment);
        }
        return next;
    }

    void disconnected(Environment environment, Object link) {
        Steps after = new Steps();
        synchronized (this) {
            if (!link.equals(environment.control) && !link.equals(environment.work)) {
                return;
            }
            boolean busyBefore = environment.phase == Environment.Phase.BUSY;
            if (environment.phase != Environment.Phase.RETIRED) {
                lose(environment, after);
            }
            if (busyBefore && link.equals(environment.control)) {
                // its last result may still be on the other connection
                environment.control = null;
                environment.flow(true);
            } else {
                environment.closeLinks(after);
            }
        }
        after.run();
    }

    /** Its process is gone or was told to end; the launcher starts another, which attaches. */
    private void lose(Environment environment, Steps after) {
        if (environment.phase == Environment.Phase.BUSY) {
            busy--;
        }
        idle.remove(environment);
        held.remove(environment);
        if (environment.phase == Environment.Phase.INIT && !environment.held) {
            environment.initFailed = true;
        }
        environment.held = false;
        if (environment.phase != Environment.Phase.STARTING) {
            environment.lostNanos = context.now();
        }
        environment.phase = Environment.Phase.STARTING;
        endTimedOut(environment, Optional.empty(), after);
    }

    private void endTimedOut(Environment environment, Optional<String> logTail, Steps after) {
        Attempt late = environment.tailWanted;
        environment.tailWanted = null;
        if (late != null) {
            after.add(() -> late.end(Failures.timedOut(late.requestId(), revision.timeout(), logTail)));
        }
    }

    /** Takes it out of use as soon as it runs nothing. */
    private void leave(Environment environment, Steps after) {
        environment.leaving = true;
        if (environment.phase == Environment.Phase.IDLE) {
            idle.remove(environment);
            retire(environment, after);
        } else if (environment.held) {
            held.remove(environment);
            discard(environment, after);
        }
    }

    private void retire(Environment environment, Steps after) {
        environment.phase = Environment.Phase.RETIRED;
        environment.lostNanos = context.now();
        WorkLink link = environment.work;
        after.add(() -> context.fleet().release(revision, environment.id));
        if (link != null) {
            after.add(link::retire);
        }
        if (!waiting.isEmpty()) {
            askFleet(after);
        }
    }

    /** Ends it by force and forgets it. */
    private void discard(Environment environment, Steps after) {
        environment.phase = Environment.Phase.RETIRED;
        environments.remove(environment.id);
        idle.remove(environment);
        held.remove(environment);
        after.add(() -> context.fleet().remove(revision, environment.id));
        environment.closeLinks(after);
    }

    /** The fleet says that it will not come back. */
    void gone(String environmentId) {
        Steps after = new Steps();
        synchronized (this) {
            Environment environment = environments.remove(environmentId);
            if (environment != null) {
                noteFailedStart(environment);
                if (environment.phase != Environment.Phase.RETIRED) {
                    lose(environment, after);
                }
                buryAttempt(environment, OptionalInt.of(137), after);
                environment.phase = Environment.Phase.RETIRED;
                environment.closeLinks(after);
            }
            if (!waiting.isEmpty()) {
                askFleet(after);
            }
        }
        after.run();
    }

    /** The fleet could not start it, or it ended before it attached. */
    void notStarted(String environmentId) {
        synchronized (this) {
            if (!environments.containsKey(environmentId)) {
                backoff.failed(context.now());
            }
        }
        gone(environmentId);
    }

    private void noteFailedStart(Environment environment) {
        if (!environment.everReady && environment.phase != Environment.Phase.RETIRED) {
            backoff.failed(context.now());
        }
    }

    // ---------------------------------------------------------------- scaling and time

    private void askFleet(Steps after) {
        long now = context.now();
        demand.observe(now, taken + waiting.size());
        if (!backoff.isPausing(now)) {
            int wanted = demand.wantedNow(now);
            after.add(() -> context.fleet().want(revision, wanted));
        }
    }

    /** Time-outs, silence, waiting for too long: called often. */
    void tick() {
        Steps after = new Steps();
        synchronized (this) {
            long now = context.now();
            for (Environment environment : new ArrayList<>(environments.values())) {
                tick(environment, now, after);
            }
            expireWaiting(now, after);
            if (backoff.endsNow(now) && !waiting.isEmpty()) {
                askFleet(after);
            }
        }
        after.run();
    }

    private void tick(Environment environment, long now, Steps after) {
        DispatchSettings settings = context.settings();
        switch (environment.phase) {
            case BUSY -> tickBusy(environment, now, after);
            case INIT -> tickInit(environment, now, after);
            case STARTING, RETIRED -> tickLost(environment, now, after);
            case IDLE -> {
                if (now - environment.recycleAtNanos > 0) {
                    leave(environment, after);
                }
            }
        }
        Heartbeat heartbeat = environment.heartbeat;
        boolean connected = environment.control != null && !environment.held;
        if (connected && heartbeat.waitedFor(settings.heartbeat().toNanos(), now)) {
            environment.command(Command.NONE, now, after);
        } else if (connected && heartbeat.silentFor(settings.silence().toNanos(), now)) {
            condemn(environment, "did not answer within " + settings.silence().toMillis() + " ms", after);
        }
    }

    private void tickBusy(Environment environment, long now, Steps after) {
        Attempt running = environment.attempt;
        if (running == null) {
            return;
        }
        if (now - running.deadlineNanos >= 0) {
            timeOut(environment, running, after);
        } else if (now - running.dispatchedNanos
                        >= context.settings().pingAfter().toNanos()
                && running.dispatchedNanos - environment.heartbeat.sinceNanos() >= 0) {
            environment.command(Command.PING, now, after);
        }
    }

    private void timeOut(Environment environment, Attempt running, Steps after) {
        unbind(environment);
        if (environment.phase == Environment.Phase.BUSY) {
            busy--;
        }
        environment.phase = Environment.Phase.STARTING;
        environment.lostNanos = context.now();
        environment.leaveNotice(Notice.timedOut(running, Environment.wallClock()));
        if (running.invocation.wantsLogTail()) {
            environment.tailWanted = running;
        } else {
            after.add(() -> running.end(Failures.timedOut(running.requestId(), revision.timeout(), Optional.empty())));
        }
        environment.command(Command.RESET, context.now(), after);
    }

    private void tickInit(Environment environment, long now, Steps after) {
        if (environment.held || now - environment.initDeadlineNanos < 0) {
            return;
        }
        Attempt bound = environment.attempt;
        environment.initFailed = true;
        if (bound != null) {
            timeOut(environment, bound, after);
        } else {
            environment.phase = Environment.Phase.STARTING;
            environment.lostNanos = now;
            environment.leaveNotice("INIT_REPORT Init Duration: "
                    + context.settings().initLimit().toMillis() + ".00 ms\tPhase: init\tStatus: timeout\t\n");
            environment.command(Command.RESET, context.now(), after);
        }
    }

    /** A process that was reset, crashed or retired is back or gone soon; else it is ended by force. */
    private void tickLost(Environment environment, long now, Steps after) {
        if (environment.tailWanted != null && now - environment.lostNanos > PoolContext.TAIL_WAIT_NANOS) {
            endTimedOut(environment, Optional.empty(), after);
        }
        long patience = environment.phase == Environment.Phase.RETIRED
                ? PoolContext.RETIRE_NANOS
                : context.settings().silence().toNanos() + PoolContext.RESTART_NANOS;
        if (now - environment.lostNanos > patience) {
            condemn(environment, "did not come back", after);
        }
    }

    private void condemn(Environment environment, String why, Steps after) {
        Attempt lost = unbind(environment);
        if (environment.phase == Environment.Phase.BUSY) {
            busy--;
        }
        endTimedOut(environment, Optional.empty(), after);
        if (lost != null) {
            after.add(() -> lost.end(context.lost("environment " + environment.id + " " + why)));
        }
        noteFailedStart(environment);
        discard(environment, after);
        context.condemned(environment, why);
        if (!waiting.isEmpty()) {
            askFleet(after);
        }
    }

    private void expireWaiting(long now, Steps after) {
        long patience = context.settings().environmentWait().toNanos();
        Attempt oldest = waiting.peekFirst();
        while (oldest != null && now - oldest.arrivedNanos > patience) {
            Attempt late = nextWaiting();
            if (late != null) {
                after.add(() -> late.end(context.noEnvironment()));
            }
            oldest = waiting.peekFirst();
        }
    }

    /** Retires what demand no longer needs: called about once a second. */
    void scaleDown() {
        Steps after = new Steps();
        synchronized (this) {
            demand.observe(context.now(), taken + waiting.size());
            int wanted = draining ? 0 : demand.wantedNow(context.now());
            int excess = idle.size() + busy - wanted;
            while (excess-- > 0 && !idle.isEmpty()) {
                retire(idle.removeLast(), after);
            }
            if (!waiting.isEmpty()) {
                askFleet(after);
            }
            if (wanted == 0) {
                List.copyOf(held).forEach(environment -> discard(environment, after));
            }
        }
        after.run();
    }

    /** It serves its function, perhaps again, perhaps with another reserved concurrency. */
    synchronized void serve(Revision current) {
        draining = false;
        demand.cap(current.reservedConcurrency());
    }

    /** Another revision serves now: run what waits, keep nothing. */
    void drain() {
        synchronized (this) {
            draining = true;
        }
        scaleDown();
    }

    /** Ends everything at once; what waits or runs is answered. */
    void stop() {
        Steps after = new Steps();
        synchronized (this) {
            draining = true;
            for (Attempt late = nextWaiting(); late != null; late = nextWaiting()) {
                Attempt attempt = late;
                after.add(() -> attempt.end(context.stopping()));
            }
            for (Environment environment : new ArrayList<>(environments.values())) {
                Attempt lost = unbind(environment);
                if (lost != null) {
                    after.add(() -> lost.end(context.lost("the gateway is stopping")));
                }
                endTimedOut(environment, Optional.empty(), after);
                discard(environment, after);
            }
            busy = 0;
        }
        after.run();
    }

    /** Ends its use if it has neither environments nor invocations: from then on it takes none. */
    synchronized boolean closeIfUnused() {
        closed |= environments.isEmpty() && waiting.isEmpty();
        return closed;
    }

    synchronized boolean isQuiet() {
        return taken == 0 && waiting.isEmpty();
    }

    synchronized int waitingCount() {
        return waiting.size();
    }

    synchronized Collection<Environment> environments() {
        return List.copyOf(environments.values());
    }
}
