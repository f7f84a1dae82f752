package dev.hearth.gateway.dispatch;

import dev.hearth.gateway.catalog.Revision;
import dev.hearth.protocol.Assignment;
import java.time.Duration;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/**
 * One execution environment as dispatch sees it: its phase ({@link EnvironmentPhase}), the connections of the process that
 * lives now and what that process has. What it reports goes to its pool, which guards its fields.
 *
 * <p>Any phase may have an attempt but IDLE, HELD and RETIRED: STARTING has one whose process has ended, or was told to, and
 * that waits to be told how; INIT one that a repeated init runs for (Lambda's suppressed init); CONDEMNED one that may still run.
 */
public final class Environment {
    final String id;
    final Links links = new Links();
    private final RevisionPool pool;
    private final long recycleAtNanos;

    volatile EnvironmentPhase phase = EnvironmentPhase.STARTING;

    @Nullable
    Attempt attempt;

    /** How many inits in a row have failed; the next one runs for an invocation, under its time-out, unless it is provisioned. */
    int failedInits;

    /** Since when its assignment is held back; means nothing in another phase. */
    long heldNanos;

    /** SIGTERM: retire as soon as it is idle. */
    boolean leaving;

    boolean everReady;
    long initDeadlineNanos;
    /** When it was retired, reset or condemned, or lost its process; it must be gone or back soon. */
    long endedNanos;

    private boolean assignedBefore;
    private String notice = "";
    private long processNanos;
    private long attachedNanos;
    private long assignedNanos;
    private long readyNanos;
    private volatile int metricsPort;

    Environment(String id, RevisionPool pool, long recycleAtNanos, long nowNanos) {
        this.id = id;
        this.pool = pool;
        this.recycleAtNanos = recycleAtNanos;
        this.endedNanos = nowNanos;
    }

    // ---- what it reports ----

    /** Its id, unique in the fleet. */
    public String id() {
        return id;
    }

    /** What it runs. */
    public Revision revision() {
        return pool.revision;
    }

    /** A process of it has connected its control connection, and tells how the one before ended. */
    public void attached(ControlLink link, Ended before, double startMillis) {
        pool.attached(this, link, before, startMillis);
    }

    /** A control request came in: the environment lives. */
    public void heartbeat(Beat beat) {
        beat.metricsPort().ifPresent(port -> metricsPort = port);
        pool.heartbeat(this, beat);
    }

    /** Init is over: it asks for work. */
    public void ready(WorkLink link) {
        pool.ready(this, link);
    }

    /** Init failed; the process ends next. */
    public void initFailed(InitError error) {
        pool.initFailed(this, error);
    }

    /** The running invocation's result, complete. */
    public void result(Result result) {
        pool.result(this, result);
    }

    /** A piece of a streamed result; of another than the running invocation's, or one that nobody wants streamed, it is ignored. */
    public void chunk(String requestId, byte[] bytes) {
        pool.running(this)
                .filter(running ->
                        running.invocation.streaming() && running.requestId().equals(requestId))
                .ifPresent(running -> running.chunk(bytes));
    }

    /** One of its connections was closed by its side; those of an earlier process no longer matter. */
    public void disconnected(Object link) {
        pool.disconnected(this, link);
    }

    // ---- what happens to it, under the pool's monitor ----

    void connected(ControlLink link, long begun, long now, Steps after) {
        links.attached(link, after);
        processNanos = begun;
        attachedNanos = now;
        metricsPort = 0;
    }

    void assigned(Assignment assignment, Duration limit, long now, Steps after) {
        assignedBefore = true;
        assignedNanos = now;
        initDeadlineNanos = now + limit.toNanos();
        links.assign(assignment, now, after);
    }

    /** How long its init took, in ns. */
    long ready(WorkLink link, long now) {
        links.ready(link);
        failedInits = 0;
        everReady = true;
        readyNanos = now;
        return now - assignedNanos;
    }

    boolean owesHeartbeats() {
        return links.hasControl() && phase != EnvironmentPhase.HELD;
    }

    /** Whether it gets no further invocation: it stops, or is of an age to be recycled. */
    boolean isToLeave(long now) {
        return leaving || now - recycleAtNanos > 0;
    }

    boolean hasLeft() {
        return phase == EnvironmentPhase.RETIRED
                || phase == EnvironmentPhase.CONDEMNED
                || phase == EnvironmentPhase.GONE;
    }

    boolean wasAssignedBefore() {
        return assignedBefore;
    }

    ColdStart coldStart(Attempt given, long now) {
        return ColdStart.of(given.arrivedNanos, processNanos, attachedNanos, readyNanos, now);
    }

    /** The port of its {@code /metrics}; empty: it serves none now. */
    OptionalInt metricsPort() {
        int port = metricsPort;
        return port != 0 && phase.hasProcess() ? OptionalInt.of(port) : OptionalInt.empty();
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
}
