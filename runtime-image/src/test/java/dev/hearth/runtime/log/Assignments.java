package dev.hearth.runtime.log;

import dev.hearth.protocol.Assignment;

/** Assignments that differ in what the log depends on. */
final class Assignments {
    private Assignments() {}

    static Assignment with(String logFormat, String systemLogLevel) {
        return new Assignment(
                "orders",
                "7",
                "com.acme.Orders",
                128,
                10_000,
                "",
                "",
                logFormat,
                "",
                systemLogLevel,
                "/aws/lambda/orders",
                "stream",
                true,
                "");
    }
}
