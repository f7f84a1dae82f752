package dev.hearth.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

class EnvironmentVariablesTest {
    private static final Assignment ASSIGNMENT = new Assignment(
            "hello", "$LATEST", "a.B::c", 128, 1, "", "", "Text", "", "", "/aws/lambda/hello", "stream", true, "");

    @Test
    void reservedVariablesWinOverTheUsers() {
        Map<String, String> user = Map.of("AWS_REGION", "mars", "_HANDLER", "x", "GREETING", "Hi", "TZ", "Europe/Rome");

        Map<String, String> all = EnvironmentVariables.of(user, ASSIGNMENT, "java21", "us-east-1", "/var/task");

        assertThat(all)
                .containsEntry("AWS_REGION", "us-east-1")
                .containsEntry("_HANDLER", "a.B::c")
                .containsEntry("AWS_EXECUTION_ENV", "AWS_Lambda_java21")
                .containsEntry("AWS_LAMBDA_FUNCTION_MEMORY_SIZE", "128")
                .containsEntry("GREETING", "Hi")
                .containsEntry("TZ", "Europe/Rome");
    }
}
