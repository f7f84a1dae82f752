package dev.hearth.gateway.destinations;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hearth.gateway.queue.Outcome;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ErrorMessageTest {
    private static String of(String payload) {
        return ErrorMessage.of(new Outcome(
                Outcome.Condition.RetriesExhausted,
                1,
                Instant.EPOCH,
                Optional.of(new Outcome.Response(
                        "1", Optional.of("Unhandled"), payload.getBytes(StandardCharsets.UTF_8)))));
    }

    @Test
    void isTheMessageOfTheFunctionsError() {
        assertThat(of("{\"errorMessage\":\"boom\",\"errorType\":\"java.lang.Exception\",\"stackTrace\":[]}"))
                .isEqualTo("boom");
        assertThat(of("{\"stackTrace\":[{\"errorMessage\":\"inner\"}],\"errorMessage\":\"boom\"}"))
                .isEqualTo("boom");
    }

    @Test
    void isTheAnswerItselfIfThatIsNoErrorDocument() {
        assertThat(of("\"gone wrong\"")).isEqualTo("\"gone wrong\"");
        assertThat(of("{not json")).isEqualTo("{not json");
        assertThat(of("{\"errorMessage\":7}")).isEqualTo("{\"errorMessage\":7}");
    }

    @Test
    void isCutAfterOneKilobyteBetweenCharacters() {
        assertThat(of("{\"errorMessage\":\"x" + "é".repeat(3_000) + "\"}"))
                .isEqualTo("x" + "é".repeat(511))
                .satisfies(text ->
                        assertThat(text.getBytes(StandardCharsets.UTF_8)).hasSize(1_023));
        assertThat(of("{\"errorMessage\":\"xyz" + "😀".repeat(500) + "\"}")).isEqualTo("xyz" + "😀".repeat(255));
        assertThat(of("{\"errorMessage\":\"" + "a".repeat(1_024) + "b\"}")).isEqualTo("a".repeat(1_024));
    }

    @Test
    void hasNoCharacterThatSqsRefuses() {
        assertThat(of("{\"errorMessage\":\"a\\u0000\\u001b[31mb\\tc\\n\\ud800d\\uffff\"}"))
                .isEqualTo("a[31mb\tc\nd");
    }

    @Test
    void isWhyTheEventWasGivenUpIfNothingElseIsLeft() {
        assertThat(of("{\"errorMessage\":\"\"}")).isEqualTo("RetriesExhausted");
        assertThat(of("{\"errorMessage\":\"\\u0007\"}")).isEqualTo("RetriesExhausted");
        assertThat(ErrorMessage.of(new Outcome(Outcome.Condition.EventAgeExceeded, 0, Instant.EPOCH, Optional.empty())))
                .isEqualTo("EventAgeExceeded");
    }
}
