package dev.hearth.runtime.log;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JsonLinesTest {
    private static final String TIME = "\"time\":\"\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{3}Z\"";
    private static final InvocationReport SUCCESS =
            new InvocationReport("abc-1", 3.01, 128, 36, OptionalDouble.of(110.1), Optional.empty());
    private static final InvocationReport FAILURE =
            new InvocationReport("abc-1", 3, 128, 36, OptionalDouble.empty(), Optional.of("Runtime.UserException"));
    private static final String REPORTED = "{TIME,\"type\":\"platform.report\",\"record\":{\"requestId\":\"abc-1\","
            + "\"metrics\":{\"durationMs\":3.01,\"billedDurationMs\":4,\"memorySizeMB\":128,\"maxMemoryUsedMB\":36,"
            + "\"initDurationMs\":110.10},\"status\":\"success\"}}\n";
    private static final String DONE = "{TIME,\"type\":\"platform.runtimeDone\",\"record\":{\"requestId\":\"abc-1\","
            + "\"status\":\"success\",\"metrics\":{\"durationMs\":3.01}}}\n";
    private static final String FAILED = "{TIME,\"type\":\"platform.runtimeDone\",\"record\":{\"requestId\":\"abc-1\","
            + "\"status\":\"error\",\"errorType\":\"Runtime.UserException\",\"metrics\":{\"durationMs\":3.00}}}\n"
            + "{TIME,\"type\":\"platform.report\",\"record\":{\"requestId\":\"abc-1\","
            + "\"metrics\":{\"durationMs\":3.00,\"billedDurationMs\":3,\"memorySizeMB\":128,\"maxMemoryUsedMB\":36},"
            + "\"status\":\"error\",\"errorType\":\"Runtime.UserException\"}}\n";

    @ParameterizedTest
    @ValueSource(strings = {"", "INFO", "DEBUG"})
    void sayStartsFromInfoOn(String level) {
        assertThat(timeless(lines(level).initStart(Assignments.with("JSON", level), "java:25")))
                .isEqualTo("{TIME,\"type\":\"platform.initStart\",\"record\":{\"initializationType\":\"on-demand\","
                        + "\"phase\":\"init\",\"runtimeVersion\":\"java:25\",\"functionName\":\"orders\","
                        + "\"functionVersion\":\"7\"}}\n");
        assertThat(timeless(lines(level).start("abc-1", "7")))
                .isEqualTo(
                        "{TIME,\"type\":\"platform.start\",\"record\":{\"requestId\":\"abc-1\",\"version\":\"7\"}}\n");
    }

    @Test
    void sayOnlyFailuresFromWarnOn() {
        PlatformLines lines = lines("WARN");

        assertThat(lines.initStart(Assignments.with("JSON", "WARN"), "java:25")).isEmpty();
        assertThat(lines.start("abc-1", "7")).isEmpty();
        assertThat(lines.end(SUCCESS)).isEmpty();
        assertThat(timeless(lines.end(FAILURE))).isEqualTo(FAILED);
    }

    @Test
    void reportSuccessFromInfoOnAndDetailsFromDebugOn() {
        assertThat(timeless(lines("INFO").end(SUCCESS))).isEqualTo(REPORTED);
        assertThat(timeless(lines("").end(SUCCESS))).isEqualTo(REPORTED);
        assertThat(timeless(lines("DEBUG").end(SUCCESS))).isEqualTo(DONE + REPORTED);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "INFO", "DEBUG"})
    void reportFailuresAtEveryLevel(String level) {
        assertThat(timeless(lines(level).end(FAILURE))).isEqualTo(FAILED);
    }

    private static PlatformLines lines(String level) {
        return PlatformLines.of(Assignments.with("JSON", level));
    }

    private static String timeless(String text) {
        return text.replaceAll(TIME, "TIME");
    }
}
