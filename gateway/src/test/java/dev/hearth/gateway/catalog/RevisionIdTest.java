package dev.hearth.gateway.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.OptionalInt;
import java.util.SequencedMap;
import org.junit.jupiter.api.Test;

class RevisionIdTest {
    @Test
    void doesNotDependOnTheOrderOfVariables() {
        SequencedMap<String, String> variables = new LinkedHashMap<>(Map.of("A", "1"));
        variables.putLast("B", "2");

        assertThat(id(variables, "h")).isEqualTo(id(variables.reversed(), "h"));
    }

    @Test
    void differsWhenTheSameTextIsSplitOtherwise() {
        assertThat(id(Map.of("AB", "C"), "h")).isNotEqualTo(id(Map.of("A", "BC"), "h"));
    }

    @Test
    void differsWithTheHandler() {
        assertThat(id(Map.of(), "h")).isNotEqualTo(id(Map.of(), "i")).hasSize(16);
    }

    private static String id(Map<String, String> variables, String handler) {
        var configuration = new Configuration(
                new FunctionId("us-east-1", "000000000000", "default", "f"),
                "$LATEST",
                "java25",
                handler,
                128,
                Duration.ofSeconds(3),
                512,
                variables,
                new Revision.Logging("Text", "", "", "/aws/lambda/f"),
                Revision.Bounds.reserved(OptionalInt.empty()),
                EventPolicy.DEFAULT);
        return RevisionId.of(configuration, "sha");
    }
}
