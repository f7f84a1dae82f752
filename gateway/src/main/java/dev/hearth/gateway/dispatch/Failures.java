package dev.hearth.gateway.dispatch;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;

/** Error objects for failures that no handler lives to report, in Lambda's words. */
final class Failures {
    private static final int SIGNAL_BASE = 128;
    private static final int KILLED = 137;

    private Failures() {}

    static Answer.FunctionError timedOut(String requestId, Duration timeout, Optional<String> logTail) {
        return failure("Sandbox.Timedout", requestId, timeoutText(timeout), logTail);
    }

    /** @param exitStatus as a shell reports it; empty when it is not known */
    static Answer.FunctionError exited(String requestId, OptionalInt exitStatus, Optional<String> logTail) {
        return failure("Runtime.ExitError", requestId, exitText(exitStatus), logTail);
    }

    static String timeoutText(Duration timeout) {
        return String.format(Locale.ROOT, "Task timed out after %.2f seconds", timeout.toMillis() / 1000.0);
    }

    static String exitText(OptionalInt exitStatus) {
        if (exitStatus.isEmpty() || exitStatus.getAsInt() == 0) {
            return "Runtime exited without providing a reason";
        }
        int status = exitStatus.getAsInt();
        return "Runtime exited with error: " + (status == KILLED ? "signal: killed" : reason(status));
    }

    private static String reason(int status) {
        return switch (status) {
            case SIGNAL_BASE + 6 -> "signal: aborted";
            case SIGNAL_BASE + 11 -> "signal: segmentation fault";
            case SIGNAL_BASE + 15 -> "signal: terminated";
            default -> "exit status " + status;
        };
    }

    private static Answer.FunctionError failure(String type, String requestId, String text, Optional<String> logTail) {
        String json = "{\"errorType\":\"" + type + "\",\"errorMessage\":\"RequestId: " + requestId + " Error: " + text
                + "\"}";
        return new Answer.FunctionError(type, json.getBytes(StandardCharsets.UTF_8), logTail);
    }
}
