package dev.hearth.gateway.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hearth.gateway.catalog.Revision;
import dev.hearth.protocol.EnvironmentState;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

class ColdStartTest {
    private final TestPool test = new TestPool();
    private final List<Object> told = new ArrayList<>();

    @Test
    void thePhasesAreTheWait() {
        assertThat(ColdStart.of(0, 10_000_000, 90_000_000, 120_000_000, 121_000_000))
                .isEqualTo(new ColdStart(10, 80, 30, 1));
    }

    @Test
    void whatWasOverBeforeTheArrivalIsNotCounted() {
        assertThat(ColdStart.of(100_000_000, 10_000_000, 90_000_000, 120_000_000, 120_000_000))
                .isEqualTo(new ColdStart(0, 0, 20, 0));
    }

    @Test
    void isAHeaderInTenthsOfAMillisecond() {
        assertThat(new ColdStart(1.26, 80.31, 30, -0.001).headerValue())
                .isEqualTo("launch=1.3;start=80.3;init=30.0;dispatch=0.0");
    }

    @Test
    void isToldBeforeTheAnswerOfAnInvocationThatWaitedForAnInit() {
        test.invoke("r1", false, caller());
        test.now += Duration.ofMillis(100).toNanos();
        TestEnvironment only = test.environment("e1");
        only.environment.attached(only.control, Ended.NOTHING, 80);
        test.now += Duration.ofMillis(30).toNanos();

        only.ready();
        only.succeed("r1");

        assertThat(told).hasSize(2).first().isEqualTo(new ColdStart(20, 80, 30, 0));
    }

    @Test
    void isNotToldToOneThatWaitedForAnEarlierInvocation() {
        TestEnvironment only = test.ready("e1");
        test.invoke("r1");
        test.invoke("r2", false, caller());

        only.succeed("r1");
        only.succeed("r2");

        assertThat(told).singleElement().isInstanceOf(Answer.Success.class);
    }

    private record Inits(List<Long> nanos) implements DispatchMetrics {
        @Override
        public void initialised(Revision revision, long each) {
            nanos.add(each);
        }

        @Override
        public void provisioned(Revision revision, boolean used) {}
    }

    @Test
    void everyInitIsMeasured() {
        List<Long> measured = new ArrayList<>();
        RevisionPool pool = new RevisionPool(
                test.revision,
                new PoolContext(
                        test.settings,
                        test.fleet,
                        test.room,
                        new StartRates(),
                        _ -> 10,
                        new Inits(measured),
                        () -> test.now));
        TestEnvironment only = new TestEnvironment(pool, "e1").attach();
        test.now += 5;

        only.ready();

        assertThat(measured).containsExactly(5L);
    }

    @Test
    void anEnvironmentsMetricsAreFoundWhileItLives() {
        TestEnvironment only = test.ready("e1");
        assertThat(only.environment.metricsPort()).isEmpty();

        only.environment.heartbeat(
                new Beat(EnvironmentState.READY, Optional.empty(), Optional.empty(), OptionalInt.of(4_711)));
        only.beat();
        assertThat(only.environment.metricsPort()).hasValue(4_711);

        only.disconnect();
        assertThat(only.environment.metricsPort()).isEmpty();
        only.attach(OptionalInt.of(1));
        assertThat(only.environment.metricsPort()).isEmpty();
    }

    private Dispatcher.Caller caller() {
        return new Dispatcher.Caller() {
            @Override
            public void chunk(byte[] bytes) {}

            @Override
            public void coldStart(ColdStart phases) {
                told.add(phases);
            }

            @Override
            public void answered(Answer answer) {
                told.add(answer);
            }
        };
    }
}
