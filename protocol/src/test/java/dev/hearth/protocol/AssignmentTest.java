package dev.hearth.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

class AssignmentTest {
    @Test
    void survivesTheJourneyThroughHeaders() {
        var assignment = new Assignment(
                "hello",
                "$LATEST",
                "a.B::c",
                128,
                10_000,
                "ab12",
                "file:///t%20mp/x/",
                "JSON",
                "",
                "WARN",
                "/aws/lambda/hello",
                "2026/01/01/[$LATEST]0",
                true,
                "Ünicode\nlines");

        Map<String, String> headers = assignment.toHeaders();

        assertThat(Assignment.fromHeaders(name -> headers.getOrDefault(name, "")))
                .isEqualTo(assignment);
        assertThat(headers.values()).allMatch(value -> value.chars().allMatch(c -> c > 31 && c < 127));
    }
}
