package dev.hearth.gateway.dispatch;

import dev.hearth.protocol.Assignment;
import dev.hearth.protocol.Command;

/** An environment's control connection. Methods may be called on any thread. */
public interface ControlLink {
    /** Answers the attach. */
    void assign(Assignment assignment);

    /** Answers the control request that waits. */
    void command(Command command);

    /** Closes the connection. */
    void close();
}
