package dev.hearth.gateway.dispatch;

import java.util.OptionalInt;

/** Reason why an init failed, as an environment reports it. */
public sealed interface InitError {
    /** Answer instead of an error that there was no memory for. */
    Answer.Unavailable NO_ROOM = new Answer.Unavailable(
            Answer.Cause.NO_ENVIRONMENT,
            "The function's init failed, and there was no memory for its error. Its log has it; try again.");

    /** The runtime could not load the function's code. */
    record Reported(Answer answer) implements InitError {}

    /**
     * A process ended before the runtime began in it, because of what the function's configuration adds to it: options of the
     * JVM, an agent, a wrapper.
     *
     * @param exitStatus as a shell reports it
     */
    record Exited(OptionalInt exitStatus) implements InitError {}

    /** A process did not come as far as the runtime in its time, for the same reasons, and was ended. */
    record Late() implements InitError {}
}
