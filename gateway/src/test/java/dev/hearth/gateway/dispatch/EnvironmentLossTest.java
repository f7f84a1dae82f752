package dev.hearth.gateway.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hearth.protocol.Command;
import dev.hearth.protocol.EnvironmentState;
import java.time.Duration;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

/** Environments that end, come back or speak out of turn: none is lost or used twice, and every invocation is answered. */
class EnvironmentLossTest {
    private final TestPool test = new TestPool();

    @Test
    void lateNewsOfAnEarlierProcessDoNotHarmTheNext() {
        TestEnvironment only = test.ready("e1");
        TestEnvironment.Work earlier = only.work;
        test.invoke("r1");
        only.attach(OptionalInt.of(137));

        only.environment.disconnected(earlier);
        only.ready();
        test.invoke("r2");

        assertThat(test.error("r1")).contains("signal: killed");
        assertThat(only.control.closed).isFalse();
        assertThat(only.runs).containsExactly("r1", "r2");
    }

    @Test
    void anAttachClosesTheConnectionsOfTheProcessBefore() {
        TestEnvironment only = test.ready("e1");
        TestEnvironment.Control control = only.control;
        TestEnvironment.Work work = only.work;

        only.attach(OptionalInt.of(1));

        assertThat(control.closed).isTrue();
        assertThat(work.closed).isTrue();
    }

    @Test
    void anEnvironmentThatIsAboutToAttachIsNotCondemned() {
        TestEnvironment slow = test.environment("e1");

        test.after(Duration.ofSeconds(1));
        slow.attach().ready();
        test.invoke("r1");

        assertThat(test.fleet.removed).isEmpty();
        assertThat(slow.runs).containsExactly("r1");
    }

    @Test
    void aRetiredEnvironmentDoesNotComeBack() {
        TestEnvironment only = test.ready("e1");
        only.beat(EnvironmentState.STOPPING, "");
        assertThat(only.retired).isTrue();

        only.attach(OptionalInt.of(1));

        assertThat(only.assignments).hasSize(1);
        assertThat(only.control.closed).isTrue();
        assertThat(test.fleet.removed).containsExactly("e1");
    }

    @Test
    void anAttachThatIsHeldBackTwiceGetsOneInvocation() {
        TestEnvironment only = test.environment("e1").attach();
        only.failInit();
        only.disconnect();
        only.attach(OptionalInt.of(1));
        only.attach(OptionalInt.of(1));

        test.invoke("r1");
        test.invoke("r2");
        only.ready();
        only.succeed("r1");
        only.succeed("r2");

        assertThat(test.answer("r1")).isInstanceOf(Answer.Success.class);
        assertThat(test.answer("r2")).isInstanceOf(Answer.Success.class);
    }

    @Test
    void askingForWorkTwiceRunsAnInvocationOnce() {
        TestEnvironment only = test.ready("e1");
        test.invoke("r1");
        TestEnvironment.Work first = only.work;

        only.ready();

        assertThat(only.runs).containsExactly("r1");
        assertThat(only.work.closed).isTrue();
        assertThat(first.closed).isFalse();
        only.succeed("r1");
        assertThat(test.pool.isQuiet()).isTrue();
    }

    @Test
    void anEnvironmentThatIsBeingResetGetsNoWork() {
        TestEnvironment only = test.environment("e1").attach();
        only.beat();
        test.after(Duration.ofSeconds(9));
        only.beat();
        test.after(Duration.ofMillis(1_001));
        assertThat(only.commands).contains(Command.RESET);

        only.ready();
        test.invoke("r1");

        assertThat(only.runs).isEmpty();
        assertThat(only.work.closed).isTrue();
    }

    @Test
    void aCondemnedEnvironmentWhoseProcessLivesOnGetsNoWork() {
        TestEnvironment silent = test.environment("e1").attach();
        test.after(Duration.ofSeconds(4));
        assertThat(test.fleet.removed).containsExactly("e1");

        silent.ready();
        test.invoke("r1");

        assertThat(silent.runs).isEmpty();
        assertThat(test.fleet.asked).isEqualTo(1);
    }

    @Test
    void anEnvironmentThatHasNotAttachedGetsNoWork() {
        TestEnvironment unknown = test.environment("e1").ready();

        test.invoke("r1");

        assertThat(unknown.runs).isEmpty();
        assertThat(unknown.work.closed).isTrue();
    }

    @Test
    void condemnsAnEnvironmentOnce() {
        TestEnvironment silent = test.ready("e1");
        test.invoke("r1");
        silent.beat();

        test.now += Duration.ofSeconds(3).toNanos();
        test.pool.tick();
        test.now += Duration.ofSeconds(20).toNanos();
        test.pool.tick();

        assertThat(test.fleet.removed).containsExactly("e1");
    }

    @Test
    void usesAResultThatWasSentJustBeforeTheProcessEnded() {
        TestEnvironment only = test.ready("e1");
        test.invoke("r1");

        only.environment.disconnected(only.control);
        assertThat(only.work.closed).isFalse();
        only.failAndEnd("r1");
        only.environment.disconnected(only.work);
        only.attach(OptionalInt.of(1));

        assertThat(test.error("r1")).isEqualTo("{\"errorMessage\":\"no heap\"}");
        only.ready();
        test.invoke("r2");
        assertThat(only.runs).containsExactly("r1", "r2");
    }

    @Test
    void usesAnInitErrorThatWasSentJustBeforeTheProcessEnded() {
        test.invoke("r1");
        TestEnvironment only = test.environment("e1").attach();
        only.failInit();
        only.disconnect();
        only.attach(OptionalInt.of(1));

        only.environment.disconnected(only.control);
        only.failInit();
        only.attach(OptionalInt.of(1));

        assertThat(test.error("r1")).isEqualTo("{}");
    }

    @Test
    void ignoresAnInitErrorThatIsOutOfTurn() {
        TestEnvironment only = test.ready("e1");
        test.invoke("r1");

        only.failInit();
        only.succeed("r1");
        test.invoke("r2");

        assertThat(test.answer("r1")).isInstanceOf(Answer.Success.class);
        assertThat(only.runs).containsExactly("r1", "r2");
    }

    @Test
    void givesAStoppingEnvironmentNoWorkAfterItsInit() {
        test.invoke("r1");
        TestEnvironment stopping = test.environment("e1").attach();
        stopping.beat(EnvironmentState.STOPPING, "");

        stopping.ready();

        assertThat(stopping.runs).isEmpty();
        assertThat(stopping.retired).isTrue();
        assertThat(test.fleet.asked).isEqualTo(2);
        assertThat(test.ready("e2").runs).containsExactly("r1");
    }

    @Test
    void recyclesABusyEnvironmentAfterItsResult() {
        TestEnvironment old = test.ready("e1");
        old.beat();
        test.now += test.settings.maxAge().toNanos();
        test.invoke("r1");
        test.invoke("r2");

        old.succeed("r1");

        assertThat(old.runs).containsExactly("r1");
        assertThat(old.retired).isTrue();
        assertThat(test.fleet.asked).isEqualTo(2);
    }

    @Test
    void keepsTheLogTailWhenTheResetMustWaitForAControlRequest() {
        TestEnvironment only = test.ready("e1");
        test.invoke("r1", true);
        test.now += Duration.ofMillis(3_000).toNanos() - 1;
        only.beat();
        test.pool.tick();
        // a heartbeat was answered, the next request is on its way
        only.environment.links.heartbeat.answer(Command.NONE, test.now);
        test.now += 1;
        test.pool.tick();

        only.beat();
        assertThat(only.commands).contains(Command.RESET);
        only.beat(EnvironmentState.BUSY, "dGFpbA==");
        only.disconnect();

        assertThat(((Answer.FunctionError) test.answer("r1")).logTail().orElseThrow())
                .startsWith("dGFp");
    }

    /** Who is answered may ask again at once; a handler that still runs must not be joined by another. */
    @Test
    void aTimedOutInvocationCountsUntilItsProcessHasEnded() {
        TestEnvironment only = test.ready("e1");
        only.beat();
        test.invoke("r1");

        test.after(Duration.ofMillis(1_000));
        only.beat();
        test.after(Duration.ofMillis(2_100));
        assertThat(test.answers).isEmpty();
        test.after(Duration.ofMillis(200));
        assertThat(test.error("r1")).contains("Sandbox.Timedout");
        only.succeed("r1");
        assertThat(test.account.inFlight()).isOne();
        test.invoke("r2");
        assertThat(test.fleet.asked).as("its environment is soon there again").isEqualTo(1);

        only.disconnect();
        assertThat(test.account.inFlight()).isOne();
        only.attach(OptionalInt.of(1)).ready();
        assertThat(only.runs).containsExactly("r1", "r2");
        assertThat(test.error("r1")).contains("Sandbox.Timedout");
    }

    @Test
    void whatACondemnedEnvironmentRunsCountsUntilItIsGone() {
        TestEnvironment silent = test.ready("e1");
        silent.beat();
        test.invoke("r1");

        test.after(Duration.ofSeconds(4));
        assertThat(test.error("r1")).contains("Sandbox.Timedout");
        assertThat(test.fleet.removed).containsExactly("e1");
        silent.attach(OptionalInt.of(137));
        assertThat(test.account.inFlight()).isOne();
        assertThat(test.pool.isUsed()).isTrue();

        test.pool.gone("e1");
        assertThat(test.account.inFlight()).isZero();
        assertThat(test.pool.isUsed()).isFalse();
        assertThat(test.error("r1")).contains("Sandbox.Timedout");
    }

    /** Its machine is cut off and the fleet will not hear of it; without its gateway it has ended by then. */
    @Test
    void whatACondemnedEnvironmentRunsCountsNoLongerThanItCanLive() {
        TestEnvironment silent = test.ready("e1");
        silent.beat();
        test.invoke("r1");

        test.after(Duration.ofSeconds(15));
        assertThat(test.account.inFlight()).isOne();
        test.after(Duration.ofSeconds(4));

        assertThat(test.account.inFlight()).isZero();
        assertThat(test.fleet.removed).containsExactly("e1");
    }

    @Test
    void stopAnswersATimedOutInvocationThatWaitsForItsLogTail() {
        TestEnvironment only = test.ready("e1");
        only.beat();
        test.invoke("r1", true);
        test.now += Duration.ofSeconds(3).toNanos();
        test.pool.tick();
        assertThat(test.answers).isEmpty();

        test.pool.stop();

        assertThat(test.error("r1")).contains("Sandbox.Timedout");
        assertThat(test.account.inFlight()).isZero();
        assertThat(test.pool.isQuiet()).isTrue();
    }
}
