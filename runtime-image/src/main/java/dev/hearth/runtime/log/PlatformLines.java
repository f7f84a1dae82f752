package dev.hearth.runtime.log;

import dev.hearth.protocol.Assignment;

/** The platform's own lines, in one of Lambda's formats; each text is empty or ends in a line break. */
public sealed interface PlatformLines permits TextLines, JsonLines {
    /** The lines in the format and from the level that the function asks for. */
    static PlatformLines of(Assignment assignment) {
        return assignment.logFormat().equals("JSON") ? new JsonLines(assignment.systemLogLevel()) : new TextLines();
    }

    /** This process begins its init. */
    String initStart(Assignment assignment, String runtimeVersion);

    /** An invocation begins. */
    String start(String requestId, String version);

    /** An invocation has ended. */
    String end(InvocationReport report);
}
