package dev.hearth.gateway.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hearth.gateway.invoke.Callers;
import dev.hearth.gateway.log.LogLines;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.Test;

class DecisionsTest {
    private final List<String> asked = new ArrayList<>();
    private final Queue<Runnable> underWay = new ArrayDeque<>();
    private Instant now = Instant.parse("2026-11-30T00:00:00Z");
    private boolean away;

    private final Decisions<String, Integer> decisions = new Decisions<>(
            Duration.ofSeconds(30),
            Duration.ofMinutes(15),
            String::length,
            key -> {
                asked.add(key);
                if (away) {
                    throw new IllegalStateException("away");
                }
                return key.length();
            },
            underWay::add,
            () -> now);
    private final QuestionLimit limit = new QuestionLimit(1, 2);

    private CompletableFuture<Integer> ask(String key, String asker) {
        CompletionStage<Integer> answer = decisions.of(key, new Decisions.Asker(asker, limit));
        return answer.toCompletableFuture();
    }

    private void answer() {
        while (!underWay.isEmpty()) {
            underWay.remove().run();
        }
    }

    private int decided(String key) {
        CompletableFuture<Integer> answer = ask(key, "a");
        answer();
        return answer.join();
    }

    @Test
    void asksOnceForAsLongAsADecisionIsFresh() {
        assertThat(decided("key")).isEqualTo(3);
        assertThat(decided("key")).isEqualTo(3);
        assertThat(decisions.known("key")).isPresent();

        now = now.plusSeconds(31);

        assertThat(decisions.known("key")).isEmpty();
        assertThat(decided("key")).isEqualTo(3);
        assertThat(asked).containsExactly("key", "key");
    }

    @Test
    void manyWhoAskTheSameAreOneQuestion() {
        CompletableFuture<Integer> first = ask("key", "a");
        CompletableFuture<Integer> second = ask("key", "a");
        answer();

        assertThat(first.join()).isEqualTo(second.join());
        assertThat(asked).hasSize(1);
    }

    @Test
    void asksNoMoreThanTheBoundAllows() {
        ask("1", "a");

        assertThatThrownBy(() -> ask("2", "a").join())
                .isInstanceOf(CompletionException.class)
                .hasCauseInstanceOf(Callers.Busy.class);
        ask("3", "b");
        assertThatThrownBy(() -> ask("4", "c").join()).hasCauseInstanceOf(Callers.Busy.class);
        answer();
        assertThat(asked).containsExactly("1", "3");
        assertThat(decided("2"))
                .as("what was refused is asked when there is room")
                .isEqualTo(1);
    }

    @Test
    void whoIsKnownGoesOnWhileTooMuchIsAsked() {
        decided("known");
        now = now.plusSeconds(31);
        ask("1", "a");

        assertThat(ask("known", "a").join()).isEqualTo(5);
    }

    @Test
    void theLastDecisionHoldsWhileTheApiServerIsAway() {
        decided("key");
        away = true;
        now = now.plusSeconds(31);
        assertThat(decided("key")).isEqualTo(3);

        now = now.plus(Duration.ofMinutes(16));

        assertThatThrownBy(() -> decided("key")).isInstanceOf(CompletionException.class);
        assertThat(limit.askers()).as("a failure gives its place back").isZero();
    }

    /** Whoever has a key that was decided can have it asked anew. */
    @Test
    void anOutageIsOneLineHoweverManyAsk() {
        for (int i = 0; i < 50; i++) {
            decided("key" + i);
        }
        away = true;
        now = now.plusSeconds(31);
        try (LogLines lines = new LogLines(Decisions.class)) {
            long begun = System.nanoTime();
            for (int i = 0; i < 50; i++) {
                decided("key" + i);
            }

            long seconds = (System.nanoTime() - begun) / 1_000_000_000;
            assertThat(lines.soFar()).hasSizeBetween(1, (int) seconds + 1);
        }
    }
}
