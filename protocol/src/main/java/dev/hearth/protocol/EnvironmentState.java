package dev.hearth.protocol;

/** What an environment says of itself on the control connection. */
public enum EnvironmentState {
    /** Loading code, running static initialisers and the constructor. */
    INIT,
    /** Waits for an invocation. */
    READY,
    /** Runs an invocation. */
    BUSY,
    /** Was asked to stop by its machine (SIGTERM): takes no new invocation. */
    STOPPING
}
