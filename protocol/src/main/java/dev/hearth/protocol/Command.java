package dev.hearth.protocol;

/** What a gateway tells an environment on the control connection. */
public enum Command {
    /** Nothing: the heartbeat interval ended; ask again. */
    NONE,
    /** Ask again at once, naming what runs: the gateway checks that the environment lives. */
    PING,
    /** End the process now, with everything that runs in it; the launcher starts it anew, {@code /tmp} stays. */
    RESET
}
