package dev.hearth.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

class EnvironmentVariablesTest {
    private static final EnvironmentVariables.Platform PLATFORM = new EnvironmentVariables.Platform(
            "java21", "on-demand", "us-east-1", "/var/task", "/var/runtime", "/usr/bin:/bin");

    @Test
    void reservedVariablesWinOverTheUsers() {
        Map<String, String> user = Map.of("AWS_REGION", "mars", "_HANDLER", "x", "GREETING", "Hi", "TZ", "Europe/Rome");

        Map<String, String> all = EnvironmentVariables.of(assignment("Text", ""), PLATFORM, user);

        assertThat(all)
                .containsEntry("AWS_REGION", "us-east-1")
                .containsEntry("_HANDLER", "a.B::c")
                .containsEntry("AWS_EXECUTION_ENV", "AWS_Lambda_java21")
                .containsEntry("AWS_LAMBDA_FUNCTION_MEMORY_SIZE", "128")
                .containsEntry("LAMBDA_TASK_ROOT", "/var/task")
                .containsEntry("GREETING", "Hi")
                .containsEntry("TZ", "Europe/Rome")
                .doesNotContainKey("AWS_LAMBDA_LOG_LEVEL");
    }

    @Test
    void nativeLibrariesAreLookedForInThePackageUnlessTheFunctionSaysOtherwise() {
        Map<String, String> lambdas = EnvironmentVariables.of(assignment("Text", ""), PLATFORM, Map.of());
        Map<String, String> own =
                EnvironmentVariables.of(assignment("Text", ""), PLATFORM, Map.of("LD_LIBRARY_PATH", "/opt/x"));

        assertThat(lambdas)
                .containsEntry(
                        "LD_LIBRARY_PATH",
                        "/lib64:/usr/lib64:/var/runtime:/var/runtime/lib:/var/task:/var/task/lib:/opt/lib");
        assertThat(own).containsEntry("LD_LIBRARY_PATH", "/opt/x");
    }

    @Test
    void tellsTheLogLevelOfJsonLogs() {
        Map<String, String> all = EnvironmentVariables.of(assignment("JSON", "WARN"), PLATFORM, Map.of());

        assertThat(all).containsEntry("AWS_LAMBDA_LOG_FORMAT", "JSON").containsEntry("AWS_LAMBDA_LOG_LEVEL", "WARN");
    }

    private static Assignment assignment(String logFormat, String level) {
        return new Assignment(
                "hello", "$LATEST", "a.B::c", 128, 10_000, "", "", logFormat, level, level, "/g", "s", true, "");
    }
}
