package dev.hearth.gateway.dispatch;

import dev.hearth.gateway.catalog.Revision;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ForkJoinPool;

/**
 * The environments of one revision and the invocations that wait for one of them: the monitor that guards both.
 *
 * <p>Every method takes the monitor for bookkeeping only and notes {@link Steps}; links, callers and the fleet are called
 * outside it.
 *
 * <pre>
 *   invocation ──► Matching ◄── Startup ◄── attach, next
 *                     │             │
 *   FleetDemand ◄─────┴── Ending ◄──┴────── Sweep ◄── time
 * </pre>
 */
final class RevisionPool {
    final Revision revision;
    private final PoolContext context;
    private final Environments environments = new Environments();
    private final WaitingLine waiting;
    private final FleetDemand demand;
    private final Ending ending;
    private final Matching matching;
    private final Startup startup;
    private final Sweep sweep;
    private boolean closed;

    RevisionPool(Revision revision, PoolContext context) {
        this.revision = revision;
        this.context = context;
        waiting = new WaitingLine(context.waitingRoom());
        demand = new FleetDemand(revision, context, environments, waiting);
        ending = new Ending(revision, context, environments, demand);
        matching = new Matching(context, revision, environments, waiting, demand, ending);
        startup = new Startup(environments, waiting, demand, matching, ending, context.metrics());
        sweep = new Sweep(context, revision, environments, matching, demand, ending);
    }

    /** Bookkeeping under the monitor. */
    private interface Entry {
        void write(long now, Steps after);
    }

    private void book(Entry entry) {
        Steps after = new Steps();
        try {
            synchronized (this) {
                entry.write(context.now(), after);
            }
        } finally {
            after.run();
        }
    }

    // ---- invocations ----

    /** Gives an admitted attempt to an idle environment, or lets it wait for one; false: this pool is forgotten. */
    boolean dispatch(Attempt attempt) {
        Steps after = new Steps();
        try {
            synchronized (this) {
                if (closed) {
                    return false;
                }
                matching.dispatch(attempt, context.now(), after);
            }
        } catch (RuntimeException | Error e) {
            failed(attempt, e, after);
        } finally {
            after.run();
        }
        return true;
    }

    /** Gives an admitted attempt to an idle environment; false: there is none, or this pool is forgotten. */
    boolean dispatchToIdle(Attempt attempt) {
        Steps after = new Steps();
        try {
            synchronized (this) {
                return !closed && matching.dispatchToIdle(attempt, context.now(), after);
            }
        } catch (RuntimeException | Error e) {
            failed(attempt, e, after);
            return true;
        } finally {
            after.run();
        }
    }

    /** A fault of dispatch itself must not cost a permit, nor leave a caller without an answer. */
    private synchronized void failed(Attempt attempt, Throwable fault, Steps after) {
        waiting.leave(attempt);
        after.end(attempt, context.broken(fault));
    }

    /** It is given to its environment when it is kept that it begins; if that fails, it has not begun. */
    void isKept(Attempt attempt, CompletionStage<Void> kept) {
        book((now, after) -> matching.pause(attempt, now));
        kept.whenComplete((_, failure) -> {
            if (failure == null) {
                book((now, after) -> matching.resume(attempt, now, after));
            } else { // another thread: the next that it brings may fail as fast
                ForkJoinPool.commonPool().execute(() -> book((now, after) -> matching.giveBack(attempt, now, after)));
            }
        });
    }

    /** Its caller has gone: drop it if it still waits. */
    void abandoned(Attempt attempt) {
        book((now, after) -> matching.abandon(attempt, after));
    }

    /**
     * Its caller reads a streamed result slower than it comes, or fast enough again. Done under the monitor: a late word
     * must not stop the result of the environment's next invocation.
     */
    synchronized void flow(Attempt attempt, boolean open) {
        attempt.shut = !open;
        Environment environment = attempt.environment;
        if (environment != null
                && Matching.running(environment).filter(attempt::equals).isPresent()) {
            environment.links.flow(open);
        }
    }

    // ---- what environments report ----

    /** The environment of this id, known or new; empty: this pool is forgotten. */
    synchronized Optional<Environment> environment(String id) {
        return closed ? Optional.empty() : Optional.of(environments.findOrAdd(id, this::newEnvironment));
    }

    private Environment newEnvironment(String id) {
        return new Environment(id, this, context.recycleTime(), context.now());
    }

    synchronized Optional<Attempt> running(Environment environment) {
        return Matching.running(environment);
    }

    void attached(Environment environment, ControlLink link, Ended before, double startMillis) {
        long start = (long) (startMillis * 1e6);
        book((now, after) -> startup.attached(environment, link, before, now - start, now, after));
    }

    void heartbeat(Environment environment, Beat beat) {
        book((now, after) -> ending.heartbeat(environment, beat, now, after));
    }

    void ready(Environment environment, WorkLink link) {
        book((now, after) -> startup.ready(environment, link, now, after));
    }

    void initFailed(Environment environment, InitError error) {
        book((now, after) -> startup.failed(environment, error, now, after));
    }

    void result(Environment environment, Result result) {
        Steps after = new Steps();
        try {
            synchronized (this) {
                matching.result(environment, result, context.now(), after);
            }
        } finally {
            after.run();
        }
    }

    void disconnected(Environment environment, Object link) {
        book((now, after) -> ending.disconnected(environment, link, now, after));
    }

    // ---- what the fleet reports ----

    /** The fleet could not start it, or it ended before it attached. */
    void notStarted(String environmentId) {
        book((now, after) -> {
            if (environments.find(environmentId) == null) {
                demand.notStarted(now);
            }
        });
        gone(environmentId);
    }

    /** It will not come back. */
    void gone(String environmentId) {
        book((now, after) -> {
            Environment environment = environments.find(environmentId);
            if (environment != null) {
                ending.gone(environment, now, after);
            }
            demand.askForWaiting(now, after);
        });
    }

    // ---- time and scaling ----

    /** Time-outs, silence, waiting for too long: called often. */
    void tick() {
        book((now, after) -> {
            sweep.environments(now, after);
            matching.expire(now, after);
            demand.askAgain(now, after);
        });
    }

    /** Retires what demand no longer needs: called about once a second. */
    void scaleDown() {
        book(sweep::scaleDown);
    }

    /** It serves its function, perhaps again, perhaps with another reserved concurrency. */
    synchronized void serve(Revision current) {
        demand.serve(current);
    }

    /** Another revision serves now: run what waits, keep nothing. */
    void drain() {
        book((now, after) -> {
            demand.drain();
            sweep.scaleDown(now, after);
        });
    }

    /** What waits here while no environment of this revision is on its way; it no longer waits. */
    synchronized List<Attempt> handOver() {
        return demand.isBeingMet() ? List.of() : waiting.clear();
    }

    /** Ends everything at once; what waits or runs is answered. */
    void stop() {
        book((now, after) -> {
            demand.drain();
            matching.stop(after);
            environments.all().forEach(environment -> ending.stop(environment, after));
        });
    }

    /** Ends its use if it has neither environments nor invocations: from then on it takes none. */
    synchronized boolean closeIfUnused() {
        closed |= environments.isEmpty() && waiting.isEmpty();
        return closed;
    }

    synchronized boolean isUsed() {
        return !environments.isEmpty() || !waiting.isEmpty();
    }

    synchronized boolean isQuiet() {
        return environments.taken() == 0 && waiting.isEmpty();
    }

    /** Its environments, for everybody to look at. */
    Environments environments() {
        return environments;
    }
}
