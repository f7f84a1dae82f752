package dev.hearth.gateway.dispatch;

import dev.hearth.gateway.catalog.Revision;
import dev.hearth.protocol.Command;
import dev.hearth.protocol.EnvironmentState;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/**
 * One execution environment as dispatch sees it. Guarded by its pool.
 *
 * <pre>
 *             attach              next               run
 *  STARTING ─────────► INIT ─────────────► IDLE ◄──────────► BUSY
 *      ▲                │                    │  result         │
 *      └────────────────┴── process gone,    │ 204             │ condemned
 *           reset, failed init               ▼                 ▼
 *                                         RETIRED ────────► (removed)
 * </pre>
 *
 * STARTING and INIT may carry an attempt: one whose process died and waits for the exit status, or one that a repeated
 * init runs for (Lambda's suppressed init).
 */
public final class Environment {
    enum Phase {
        STARTING,
        INIT,
        IDLE,
        BUSY,
        RETIRED
    }

    final String id;
    final RevisionPool pool;
    final Heartbeat heartbeat;
    final long recycleAtNanos;

    Phase phase = Phase.STARTING;

    @Nullable
    ControlLink control;

    @Nullable
    WorkLink work;

    @Nullable
    Attempt attempt;

    /** The last init failed: the next one runs for an invocation, under its time-out. */
    boolean initFailed;
    /** Attached, but its assignment is held back until an invocation waits. */
    boolean held;
    /** SIGTERM, age or scale-down: retire as soon as it is idle. */
    boolean leaving;

    /** Its work connection is not read. */
    boolean flowShut;

    boolean attachedBefore;
    boolean everReady;
    String notice = "";
    long processStartNanos;
    long attachedNanos;
    long initDeadlineNanos;
    /** When it was reset or lost its process; it must be back soon. */
    long lostNanos;
    /** A timed-out attempt whose log tail is on its way. */
    @Nullable
    Attempt tailWanted;

    Environment(String id, RevisionPool pool, Heartbeat heartbeat, long recycleAtNanos, long nowNanos) {
        this.id = id;
        this.pool = pool;
        this.heartbeat = heartbeat;
        this.recycleAtNanos = recycleAtNanos;
        this.lostNanos = nowNanos;
    }

    /** Its id, unique in the fleet. */
    public String id() {
        return id;
    }

    /** What it runs. */
    public Revision revision() {
        return pool.revision;
    }

    /** A process of it has connected its control connection; {@code exitStatus} tells how the one before ended. */
    public void attached(ControlLink link, OptionalInt exitStatus, double startMillis) {
        pool.attached(this, link, exitStatus, startMillis);
    }

    /** A control request came in: the environment lives. */
    public void heartbeat(EnvironmentState state, Optional<String> running, Optional<String> logTail) {
        pool.heartbeat(this, state, running, logTail);
    }

    /** Init is over: it asks for work. */
    public void ready(WorkLink link) {
        pool.ready(this, link);
    }

    /** Init failed with Lambda's error object; the process ends next. */
    public void initFailed(String errorType, byte[] body) {
        pool.initFailed(this, new Answer.FunctionError(errorType, body, Optional.empty()));
    }

    /** The running invocation's result, complete. */
    public void result(Result result) {
        pool.result(this, result);
    }

    /** A piece of the running invocation's streamed result. */
    public void chunk(byte[] bytes) {
        pool.running(this).ifPresent(running -> running.chunk(bytes));
    }

    /** One of its connections was closed by its side; those of an earlier process no longer matter. */
    public void disconnected(Object link) {
        pool.disconnected(this, link);
    }

    /** Reads on, or stops reading, the result that is being sent. */
    void flow(boolean open) {
        WorkLink link = work;
        if (link != null && open == flowShut) {
            flowShut = !open;
            link.flow(open);
        }
    }

    /** Answers its control request, or remembers a reset for the next one. */
    void command(Command command, long nowNanos, Steps after) {
        ControlLink link = control;
        if (link != null && heartbeat.answer(command, nowNanos)) {
            after.add(() -> link.command(command));
        }
    }

    void closeLinks(Steps after) {
        ControlLink controlLink = control;
        WorkLink workLink = work;
        flow(true);
        control = null;
        work = null;
        if (controlLink != null) {
            after.add(controlLink::close);
        }
        if (workLink != null) {
            after.add(workLink::close);
        }
    }

    /** The process that ran this attempt will not report it: leave that to the next process. */
    void leaveNotice(String text) {
        notice = text;
    }

    String takeNotice() {
        String text = notice;
        notice = "";
        return text;
    }

    static Instant wallClock() {
        return Instant.now();
    }
}
