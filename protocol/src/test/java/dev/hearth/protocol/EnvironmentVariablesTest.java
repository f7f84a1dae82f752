package dev.hearth.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

class EnvironmentVariablesTest {
    @Test
    void reservedVariablesWinOverTheUsers() {
        Map<String, String> user = Map.of("AWS_REGION", "mars", "_HANDLER", "x", "GREETING", "Hi", "TZ", "Europe/Rome");

        Map<String, String> all = EnvironmentVariables.of(
                user, "hello", "$LATEST", "a.B::c", "java21", 128, "us-east-1", "/g", "s", "on-demand", "/var/task");

        assertThat(all)
                .containsEntry("AWS_REGION", "us-east-1")
                .containsEntry("_HANDLER", "a.B::c")
                .containsEntry("AWS_EXECUTION_ENV", "AWS_Lambda_java21")
                .containsEntry("AWS_LAMBDA_FUNCTION_MEMORY_SIZE", "128")
                .containsEntry("GREETING", "Hi")
                .containsEntry("TZ", "Europe/Rome");
    }
}
