package dev.hearth.gateway.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class QuestionLimitTest {
    private final QuestionLimit limit = new QuestionLimit(2, 3);

    @Test
    void boundsWhatOneAskerHasUnderWay() {
        assertThat(limit.begin("a")).isTrue();
        assertThat(limit.begin("a")).isTrue();
        assertThat(limit.begin("a")).isFalse();
        assertThat(limit.begin("b")).as("another is not in its way").isTrue();
    }

    @Test
    void boundsWhatIsUnderWayInAll() {
        limit.begin("a");
        limit.begin("b");
        limit.begin("c");

        assertThat(limit.begin("d")).isFalse();
        limit.end("a");
        assertThat(limit.begin("d")).isTrue();
    }

    @Test
    void remembersNobodyWhoIsDone() {
        for (int asker = 0; asker < 1_000; asker++) {
            assertThat(limit.begin("asker" + asker)).isTrue();
            limit.end("asker" + asker);
        }
        limit.begin("a");
        limit.begin("a");
        assertThat(limit.begin("a")).as("a refusal takes no place").isFalse();
        limit.end("a");
        limit.end("a");

        assertThat(limit.askers()).isZero();
    }
}
