package dev.hearth.gateway.dispatch;

import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.OptionalInt;

/** Log lines about an invocation whose process did not live to write them; the next process prints them first. */
final class Notice {
    private Notice() {}

    static String timedOut(Attempt attempt, Instant now) {
        Duration timeout = attempt.revision().timeout();
        return now + " " + attempt.requestId() + " " + Failures.timeoutText(timeout) + "\n\n"
                + end(attempt, timeout.toNanos(), "timeout");
    }

    static String exited(Attempt attempt, OptionalInt exitStatus, long durationNanos) {
        return "RequestId: " + attempt.requestId() + " Error: " + Failures.exitText(exitStatus)
                + "\nRuntime.ExitError\n" + end(attempt, durationNanos, "error\tError Type: Runtime.ExitError");
    }

    /** Its init was repeated for it and failed; the process itself has said why. */
    static String failed(Attempt attempt, String errorType, long durationNanos) {
        return end(attempt, durationNanos, "error\tError Type: " + errorType);
    }

    static String initTimedOut(Duration limit) {
        return "INIT_REPORT Init Duration: " + limit.toMillis() + ".00 ms\tPhase: init\tStatus: timeout\t\n";
    }

    private static String end(Attempt attempt, long nanos, String status) {
        double millis = nanos / 1e6;
        return "END RequestId: " + attempt.requestId() + "\n"
                + String.format(
                        Locale.ROOT,
                        "REPORT RequestId: %s\tDuration: %.2f ms\tBilled Duration: %d ms\tMemory Size: %d MB\tStatus: %s\t%n",
                        attempt.requestId(),
                        millis,
                        (long) Math.ceil(millis),
                        attempt.revision().memorySizeMb(),
                        status);
    }
}
