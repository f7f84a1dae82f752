package dev.hearth.gateway.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hearth.gateway.Revisions;
import dev.hearth.gateway.catalog.Revision;
import dev.hearth.gateway.concurrency.Admission;
import dev.hearth.gateway.concurrency.InstallationConcurrency;
import dev.hearth.gateway.concurrency.Permit;
import dev.hearth.gateway.memory.Holding;
import dev.hearth.protocol.Command;
import dev.hearth.protocol.EnvironmentState;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class FunctionDispatcherTest {
    private static final Duration KEEP_ALIVE = Duration.ofMinutes(10);

    private final Revision revision = Revisions.of("hello");
    private final TestFleet fleet = new TestFleet();
    private final InstallationConcurrency account = InstallationConcurrency.ofOneAccount(1_000);
    private final DispatchSettings settings = DispatchSettings.defaults(KEEP_ALIVE);
    private long now = 1_000_000_000_000L;
    private final WaitingRoom room = new WaitingRoom(2, 1_000);
    private final PoolContext context =
            new PoolContext(settings, fleet, room, new StartRates(), _ -> 1_000, DispatchMetrics.NONE, () -> now);
    private final RevisionPool pool = new RevisionPool(revision, context);
    private final List<Answer> answers = new ArrayList<>();
    private final AtomicInteger ended = new AtomicInteger();

    @Test
    void asksForAnEnvironmentAndGivesItTheInvocationThatWaits() {
        invoke("r1");

        assertThat(fleet.wanted).containsEntry(revision.id(), 1);
        TestEnvironment first = new TestEnvironment(pool, "e1").attach().ready();
        first.succeed("r1");

        assertThat(first.assignments)
                .singleElement()
                .satisfies(a -> assertThat(a.coldStart()).isTrue());
        assertThat(first.runs).containsExactly("r1");
        assertThat(answers).singleElement().isInstanceOf(Answer.Success.class);
        assertThat(account.inFlight()).isZero();
    }

    @Test
    void usesTheEnvironmentThatWasUsedLast() {
        TestEnvironment cold = new TestEnvironment(pool, "e1").attach().ready();
        TestEnvironment warm = new TestEnvironment(pool, "e2").attach().ready();

        invoke("r1");

        assertThat(cold.runs).isEmpty();
        assertThat(warm.runs).containsExactly("r1");
    }

    @Test
    void givesAResultsEnvironmentTheNextInvocationThatWaits() {
        TestEnvironment only = new TestEnvironment(pool, "e1").attach().ready();
        invoke("r1");
        invoke("r2");

        only.succeed("r1");

        assertThat(only.runs).containsExactly("r1", "r2");
    }

    @Test
    void ignoresAResultForAnotherInvocation() {
        TestEnvironment only = new TestEnvironment(pool, "e1").attach().ready();
        invoke("r1");

        only.succeed("r0");

        assertThat(answers).isEmpty();
    }

    @Test
    void refusesWhatTheWaitingRoomCannotHold() {
        invoke("r1");
        invoke("r2");
        invoke("r3");

        assertThat(answers).singleElement().isInstanceOf(Answer.Throttled.class);
        assertThat(account.inFlight()).isEqualTo(2);
    }

    @Test
    void answersATimeOutAndResetsTheEnvironment() {
        TestEnvironment only = new TestEnvironment(pool, "e1").attach().ready();
        only.beat();
        invoke("r1");

        after(Duration.ofMillis(3_001));

        assertThat(only.commands).contains(Command.RESET);
        assertThat(answers).isEmpty();
        only.disconnect();
        assertThat(text(answers.getFirst()))
                .isEqualTo("{\"errorType\":\"Sandbox.Timedout\",\"errorMessage\":"
                        + "\"RequestId: r1 Error: Task timed out after 3.00 seconds\"}");
        only.attach(OptionalInt.of(1));
        assertThat(only.assignments.getLast().notice()).contains("Task timed out after 3.00 seconds");
        assertThat(only.assignments.getLast().coldStart()).isFalse();
        assertThat(answers).hasSize(1);
    }

    @Test
    void answersATimeOutWithTheLogTail() {
        TestEnvironment only = new TestEnvironment(pool, "e1").attach().ready();
        only.beat();
        invoke("r1", true);
        after(Duration.ofMillis(3_001));
        assertThat(answers).isEmpty();

        only.beat(EnvironmentState.BUSY, "dGFpbA==");
        only.disconnect();

        assertThat(((Answer.FunctionError) answers.getFirst()).logTail().orElseThrow())
                .startsWith("dGFp");
    }

    @Test
    void wordsACrashByTheExitStatusOfTheNextAttach() {
        TestEnvironment only = new TestEnvironment(pool, "e1").attach().ready();
        invoke("r1");
        only.disconnect();
        assertThat(answers).isEmpty();

        only.attach(OptionalInt.of(137));

        assertThat(text(answers.getFirst())).contains("Runtime.ExitError", "signal: killed");
        assertThat(account.inFlight()).isZero();
    }

    @Test
    void answersWhenACrashedEnvironmentDoesNotComeBack() {
        TestEnvironment only = new TestEnvironment(pool, "e1").attach().ready();
        invoke("r1");
        only.disconnect();

        after(Duration.ofSeconds(20));

        assertThat(answers).singleElement().isInstanceOf(Answer.Unavailable.class);
        assertThat(fleet.removed).containsExactly("e1");
    }

    @Test
    void pingsALongInvocationAndCondemnsASilentEnvironment() {
        TestEnvironment only = new TestEnvironment(pool, "e1").attach().ready();
        only.beat();
        invoke("r1");
        after(Duration.ofMillis(300));
        assertThat(only.commands).containsExactly(Command.PING);

        now += settings.silence().toNanos() - 1_000_000_000L;
        pool.tick();
        assertThat(fleet.removed).isEmpty();
        now += 1_000_000_000L;
        pool.tick();

        assertThat(fleet.removed).containsExactly("e1");
        assertThat(answers).hasSize(1);
    }

    @Test
    void leavesALivingEnvironmentItsWholeTime() {
        TestEnvironment only = new TestEnvironment(pool, "e1").attach().ready();
        only.beat();
        invoke("r1");
        after(Duration.ofMillis(300));
        only.beat();

        after(Duration.ofMillis(2_600));

        assertThat(fleet.removed).isEmpty();
        assertThat(answers).isEmpty();
        assertThat(only.commands).containsExactly(Command.PING);
    }

    @Test
    void repeatsAFailedInitForTheInvocationAndThenAnswersItsError() {
        invoke("r1");
        TestEnvironment only = new TestEnvironment(pool, "e1").attach();
        failInit(only);
        assertThat(answers).isEmpty();

        only.attach(OptionalInt.of(1));
        failInit(only);

        assertThat(text(answers.getFirst())).isEqualTo("{}");
        only.attach(OptionalInt.of(1));
        assertThat(only.assignments).as("held back until somebody waits").hasSize(2);
        invoke("r2");
        assertThat(only.assignments).hasSize(3);
    }

    @Test
    void resetsAnInitThatTakesTooLong() {
        TestEnvironment only = new TestEnvironment(pool, "e1").attach();
        only.beat();

        after(Duration.ofSeconds(9));
        only.beat();
        after(Duration.ofMillis(1_001));

        assertThat(only.commands).contains(Command.RESET);
    }

    @Test
    void retiresIdleEnvironmentsAfterTheKeepAlive() {
        TestEnvironment only = new TestEnvironment(pool, "e1").attach().ready();
        invoke("r1");
        only.succeed("r1");
        pool.scaleDown();
        assertThat(only.retired).isFalse();

        now += KEEP_ALIVE.plusSeconds(30).toNanos();
        pool.scaleDown();

        assertThat(only.retired).isTrue();
        assertThat(fleet.released).containsExactly("e1");
    }

    @Test
    void letsARunningInvocationFinishOnAReplacedRevision() {
        TestEnvironment only = new TestEnvironment(pool, "e1").attach().ready();
        invoke("r1");
        pool.drain();
        assertThat(only.retired).isFalse();

        only.succeed("r1");

        assertThat(answers).singleElement().isInstanceOf(Answer.Success.class);
        assertThat(only.retired).isTrue();
    }

    @Test
    void retiresAnEnvironmentThatIsToldToStopOnceItIsIdle() {
        TestEnvironment only = new TestEnvironment(pool, "e1").attach().ready();
        invoke("r1");
        only.beat(EnvironmentState.STOPPING, "");

        only.succeed("r1");

        assertThat(only.retired).isTrue();
        assertThat(answers).singleElement().isInstanceOf(Answer.Success.class);
    }

    @Test
    void dropsAnAbandonedInvocationThatWaits() {
        Dispatcher.InFlight waiting = invoke("r1");

        waiting.abandon();

        assertThat(account.inFlight()).isZero();
        assertThat(room.count()).isZero();
        assertThat(new TestEnvironment(pool, "e1").attach().ready().runs).isEmpty();
    }

    @Test
    void keepsTheEnvironmentOfAnAbandonedInvocation() {
        TestEnvironment only = new TestEnvironment(pool, "e1").attach().ready();
        invoke("r1").abandon();

        only.succeed("r1");
        invoke("r2");

        assertThat(only.runs).containsExactly("r1", "r2");
        assertThat(answers).isEmpty();
        assertThat(account.inFlight()).isEqualTo(1);
    }

    @Test
    void answersWhatWaitedTooLong() {
        invoke("r1");

        after(settings.environmentWait().plusMillis(1));

        assertThat(answers)
                .singleElement()
                .isInstanceOfSatisfying(
                        Answer.Unavailable.class,
                        late -> assertThat(late.cause()).isEqualTo(Answer.Cause.NO_ENVIRONMENT));
        assertThat(room.count()).isZero();
    }

    @Test
    void keepsWaitingWhileAnEnvironmentStartsButNotForEver() {
        fleet.starting = true;
        invoke("r1");

        after(settings.environmentWait().plusSeconds(1));
        assertThat(answers).isEmpty();

        after(settings.startingWait().minus(settings.environmentWait()));
        assertThat(answers)
                .singleElement()
                .isInstanceOfSatisfying(
                        Answer.Unavailable.class,
                        late -> assertThat(late.message()).contains("within 121 seconds"));
    }

    @Test
    void keepsWaitingWhileAnEnvironmentLoadsTheFunction() {
        fleet.starting = true;
        invoke("r1");
        after(settings.environmentWait().minusMillis(500));
        TestEnvironment slow = new TestEnvironment(pool, "e1").attach();
        fleet.starting = false;

        after(Duration.ofSeconds(1));
        slow.ready();

        assertThat(answers).isEmpty();
        assertThat(slow.runs).containsExactly("r1");
    }

    @Test
    void stopsWaitingWhenTheStartIsGivenUp() {
        fleet.starting = true;
        invoke("r1");
        after(settings.environmentWait().plusSeconds(1));

        fleet.starting = false;
        after(Duration.ofSeconds(1));

        assertThat(answers).hasSize(1);
    }

    @Test
    void aResultThatWaitsForMemoryDoesNotTimeOut() {
        TestEnvironment environment = new TestEnvironment(pool, "e1").attach().ready();
        environment.beat();
        Holding result = Holding.unbounded();
        invoke(new Invocation(
                "r1", revision, "arn", new byte[10], Optional.empty(), Optional.empty(), false, false, result));
        result.setAwaited(true);
        after(revision.timeout().plusSeconds(1));
        assertThat(environment.commands).doesNotContain(Command.RESET);

        environment.beat();
        result.setAwaited(false);
        after(Duration.ofMillis(1));

        assertThat(environment.commands).contains(Command.RESET);
    }

    @Test
    void anInvocationEndsOnceThoughItsCallerHasGone() {
        TestEnvironment environment = new TestEnvironment(pool, "e1").attach().ready();
        invoke("r1").abandon();
        assertThat(ended).hasValue(0);
        environment.succeed("r1");
        assertThat(ended).hasValue(1);

        invoke("r2");
        pool.stop();
        assertThat(ended).hasValue(2);
    }

    @Test
    void stopAnswersEverything() {
        new TestEnvironment(pool, "e1").attach().ready();
        invoke("r1");
        invoke("r2");

        pool.stop();

        assertThat(answers).hasSize(2).allMatch(Answer.Unavailable.class::isInstance);
        assertThat(account.inFlight()).isZero();
        assertThat(fleet.removed).containsExactly("e1");
    }

    private Dispatcher.InFlight invoke(String requestId) {
        return invoke(requestId, false);
    }

    private Dispatcher.InFlight invoke(String requestId, boolean tail) {
        return invoke(new Invocation(
                requestId, revision, "arn", new byte[10], Optional.empty(), Optional.empty(), tail, false));
    }

    private Dispatcher.InFlight invoke(Invocation invocation) {
        Permit permit = ((Admission.Admitted) account.admit(revision)).permit();
        Attempt attempt = new Attempt(pool, invocation, caller(), permit, now);
        pool.dispatch(attempt);
        return attempt;
    }

    private Dispatcher.Caller caller() {
        return new Dispatcher.Caller() {
            @Override
            public void chunk(byte[] bytes) {}

            @Override
            public void answered(Answer answer) {
                answers.add(answer);
            }

            @Override
            public void finished() {
                ended.incrementAndGet();
            }
        };
    }

    private static void failInit(TestEnvironment environment) {
        environment.failInit();
        environment.disconnect();
    }

    private void after(Duration time) {
        now += time.toNanos();
        pool.tick();
    }

    private static String text(Answer answer) {
        return new String(((Answer.FunctionError) answer).body(), StandardCharsets.UTF_8);
    }
}
