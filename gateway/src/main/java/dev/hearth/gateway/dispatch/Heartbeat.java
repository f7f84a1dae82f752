package dev.hearth.gateway.dispatch;

import dev.hearth.protocol.Command;

/**
 * Whose turn it is on a control connection, and since when.
 *
 * <p>The environment asks, the gateway answers when it has a command. Answered and not asked again within the silence
 * limit: the environment is dead or stopped, whatever its sockets say.
 */
final class Heartbeat {
    private boolean asked;
    private boolean resetPending;
    private long sinceNanos;

    /** A control request has come in. */
    void asked(long nowNanos) {
        asked = true;
        sinceNanos = nowNanos;
    }

    /** The attach was answered: the first control request is due. */
    void begun(long nowNanos) {
        asked = false;
        resetPending = false;
        sinceNanos = nowNanos;
    }

    /** Whether a command can be sent now; a reset that cannot is remembered. */
    boolean answer(Command command, long nowNanos) {
        if (!asked) {
            resetPending |= command == Command.RESET;
            return false;
        }
        asked = false;
        sinceNanos = nowNanos;
        return true;
    }

    boolean takePendingReset() {
        boolean pending = resetPending;
        resetPending = false;
        return pending;
    }

    /** Whether a request has waited for a command for so long. */
    boolean waitedFor(long nanos, long nowNanos) {
        return asked && nowNanos - sinceNanos >= nanos;
    }

    /** Whether the environment has owed a request for so long. */
    boolean silentFor(long nanos, long nowNanos) {
        return !asked && nowNanos - sinceNanos >= nanos;
    }

    /** When the last request came in, or the last command went out. */
    long sinceNanos() {
        return sinceNanos;
    }
}
