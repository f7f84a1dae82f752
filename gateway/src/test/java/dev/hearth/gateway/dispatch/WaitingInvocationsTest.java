package dev.hearth.gateway.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

/** Invocations that wait: for how many environments the fleet is asked, and how often. */
class WaitingInvocationsTest {
    private final TestPool test = new TestPool();

    @Test
    void anInvocationThatARepeatedInitRunsForCountsAsDemand() {
        TestEnvironment failing = test.environment("e1").attach();
        failing.failInit();
        failing.disconnect();
        failing.attach(OptionalInt.of(1));

        test.invoke("bound to e1");
        test.invoke("needs another");

        assertThat(test.fleet.wanted).containsEntry(test.revision.id(), 2);
    }

    @Test
    void startsThatFailAtOnceAreTriedAgainLessAndLessOften() {
        test.invoke("r1");
        for (int failed = 0, step = 0; step < 500; step++) {
            for (; failed < Math.min(test.fleet.asked, 1_000); failed++) {
                test.pool.notStarted("e" + failed);
            }
            test.after(Duration.ofMillis(20));
        }

        assertThat(test.fleet.asked).isBetween(5, 12);
    }

    @Test
    void environmentsThatEndBeforeTheyAreReadyAreReplacedLessAndLessOften() {
        test.invoke("r1");
        for (int i = 1; i <= 20; i++) {
            test.environment("e" + i).attach();
            test.pool.gone("e" + i);
        }

        assertThat(test.fleet.asked).isEqualTo(1);
        test.after(Duration.ofMillis(80));
        assertThat(test.fleet.asked).isEqualTo(1);
        test.after(Duration.ofMillis(20));
        assertThat(test.fleet.asked).isEqualTo(2);
    }

    @Test
    void aSuccessfulInitEndsTheBackOff() {
        for (int i = 1; i <= 20; i++) {
            test.environment("e" + i).attach();
            test.pool.gone("e" + i);
        }
        test.ready("good");
        test.invoke("runs");

        test.invoke("waits");

        assertThat(test.fleet.asked).isEqualTo(1);
    }

    @Test
    void replacesAnEnvironmentThatEndedAfterItWasReadyAtOnce() {
        test.ready("e1");
        test.invoke("runs");
        test.invoke("waits");
        int before = test.fleet.asked;

        test.pool.gone("e1");

        assertThat(test.fleet.asked).isEqualTo(before + 1);
        assertThat(test.error("runs")).contains("Runtime.ExitError");
    }

    @Test
    void aRevisionThatServesAgainKeepsItsEnvironments() {
        TestEnvironment only = test.ready("e1");
        test.invoke("r1");
        test.pool.drain();

        test.pool.serve(test.revision);
        only.succeed("r1");

        assertThat(only.retired).isFalse();
    }

    @Test
    void aCallerThatFailsDoesNotKeepOthersFromTheirAnswers() {
        test.invoke("r1", false, new Dispatcher.Caller() {
            @Override
            public void chunk(byte[] bytes) {}

            @Override
            public void answered(Answer answer) {
                throw new IllegalStateException("on purpose");
            }
        });
        test.invoke("r2");

        test.pool.stop();

        assertThat(test.answer("r2")).isInstanceOf(Answer.Unavailable.class);
        assertThat(test.account.inFlight()).isZero();
    }

    @Test
    void aPoolThatWasForgottenTakesNothing() {
        assertThat(test.pool.closeIfUnused()).isTrue();

        test.invoke("r1");

        assertThat(test.answers).isEmpty();
        assertThat(test.room.count()).isZero();
    }

    @Test
    void aPoolThatIsInUseIsNotForgotten() {
        test.invoke("r1");

        assertThat(test.pool.closeIfUnused()).isFalse();
    }
}
