package dev.hearth.gateway.dispatch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** That an attempt of an event begins is kept before its handler runs, however long that takes, or it does not run. */
class KeptAttemptsTest {
    private final TestPool test = new TestPool();
    private final CompletableFuture<Void> kept = new CompletableFuture<>();

    private void invokeEvent(String requestId) {
        test.invoke(requestId, false, test.caller(requestId, Optional.of(kept)));
    }

    @Test
    void runsWhenItIsKept() {
        TestEnvironment only = test.ready("e1");
        invokeEvent("r1");
        assertThat(only.runs).isEmpty();

        kept.complete(null);

        assertThat(only.runs).containsExactly("r1");
        only.succeed("r1");
        assertThat(test.answer("r1")).isInstanceOf(Answer.Success.class);
    }

    /** A disk that stands still, a server of the queue that is changed for another. */
    @Test
    void theTimeUntilItIsKeptIsNotTheFunctions() {
        TestEnvironment only = test.ready("e1");
        invokeEvent("r1");
        for (int second = 0; second < 10; second++) {
            test.after(Duration.ofSeconds(1));
            only.beat();
        }
        assertThat(test.answers).isEmpty();
        kept.complete(null);

        assertThat(only.runs).containsExactly("r1");
        assertThat(only.millis).isEqualTo(test.revision.timeout().toMillis());
        for (int beat = 0; beat < 7; beat++) {
            only.beat();
            test.after(Duration.ofMillis(500));
        }
        assertThat(test.error("r1")).contains("Sandbox.Timedout");
    }

    @Test
    void whatCannotBeKeptDoesNotRunAndGivesItsEnvironmentBack() {
        TestEnvironment only = test.ready("e1");
        invokeEvent("r1");
        test.invoke("r2");

        kept.completeExceptionally(new IOException("the disk is full"));

        await().untilAsserted(() -> assertThat(only.runs).containsExactly("r2"));
        assertThat(test.answer("r1"))
                .isInstanceOfSatisfying(
                        Answer.Unavailable.class,
                        answer -> assertThat(answer.cause()).isEqualTo(Answer.Cause.NOT_KEPT));
        assertThat(test.account.inFlight()).isOne();
    }

    /** All of those that wait fail at once, each after the other. */
    @Test
    void manyThatCannotBeKeptAreAllAnswered() {
        kept.completeExceptionally(new IOException("the disk is full"));
        for (int number = 0; number < 100; number++) {
            invokeEvent("r" + number);
        }
        test.ready("e1");

        await().until(() -> test.answers.size() == 100);
        assertThat(test.answers.values()).allSatisfy(given -> assertThat(given).hasSize(1));
        await().untilAsserted(() -> assertThat(test.account.inFlight()).isZero());
    }

    @Test
    void whatIsKeptTooLateForItsEnvironmentDoesNotRun() {
        TestEnvironment only = test.ready("e1");
        invokeEvent("r1");
        only.attach(OptionalInt.of(137)).ready();

        kept.complete(null);

        assertThat(only.runs).isEmpty();
        assertThat(test.answer("r1"))
                .isInstanceOfSatisfying(
                        Answer.Unavailable.class,
                        answer -> assertThat(answer.cause()).isEqualTo(Answer.Cause.NOT_KEPT));
    }
}
