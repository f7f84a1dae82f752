package dev.hearth.gateway.dispatch;

import dev.hearth.protocol.Assignment;
import dev.hearth.protocol.Command;
import org.jspecify.annotations.Nullable;

/** The connections of the process that lives in an environment now, if one does. Guarded by its pool. */
final class Links {
    final Heartbeat heartbeat = new Heartbeat();
    private @Nullable ControlLink control;
    private @Nullable WorkLink work;
    private boolean shut;

    /** Another process has attached: the connections of the one before are closed. */
    void attached(ControlLink link, Steps after) {
        close(after);
        control = link;
    }

    void assign(Assignment assignment, long now, Steps after) {
        heartbeat.begun(now);
        ControlLink link = control;
        if (link != null) {
            after.add(() -> link.assign(assignment));
        }
    }

    void ready(WorkLink link) {
        work = link;
    }

    void run(Attempt attempt, long now, Steps after) {
        WorkLink link = work;
        if (link != null) {
            flow(!attempt.shut);
            after.give(link, attempt, attempt.remainingMillis(now));
        }
    }

    /** Gives it what was paused. */
    void hand(Attempt attempt, long now, Steps after) {
        WorkLink link = work;
        if (link != null) {
            long millis = attempt.remainingMillis(now);
            after.add(() -> link.run(attempt.invocation, millis));
        }
    }

    void retire(Steps after) {
        WorkLink link = work;
        if (link != null) {
            after.add(link::retire);
        }
    }

    /** Answers the control request that waits, or remembers a reset for the next one. */
    void command(Command command, long now, Steps after) {
        ControlLink link = control;
        if (link != null && heartbeat.answer(command, now)) {
            after.add(() -> link.command(command));
        }
    }

    /** Reads on, or stops reading, the result that is being sent. */
    void flow(boolean open) {
        WorkLink link = work;
        if (link != null && open == shut) {
            shut = !open;
            link.flow(open);
        }
    }

    boolean isControl(Object link) {
        return link.equals(control);
    }

    boolean has(Object link) {
        return link.equals(control) || link.equals(work);
    }

    boolean hasControl() {
        return control != null;
    }

    boolean hasWork() {
        return work != null;
    }

    /** The process has ended; what it sent before is still read. */
    void keepOnlyWork() {
        control = null;
        flow(true);
    }

    void close(Steps after) {
        flow(true);
        ControlLink controlLink = control;
        WorkLink workLink = work;
        control = null;
        work = null;
        if (controlLink != null) {
            after.add(controlLink::close);
        }
        if (workLink != null) {
            after.add(workLink::close);
        }
    }
}
