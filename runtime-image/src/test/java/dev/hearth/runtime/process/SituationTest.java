package dev.hearth.runtime.process;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hearth.protocol.EnvironmentState;
import dev.hearth.runtime.connection.ControlConnection.Report;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

class SituationTest {
    private final Situation situation = new Situation();

    @Test
    void goesFromInitToReadyToBusyAndBack() {
        assertThat(situation.report()).isEqualTo(report(EnvironmentState.INIT));
        situation.initDone();
        assertThat(situation.report()).isEqualTo(report(EnvironmentState.READY));
        situation.runs("abc-1");
        assertThat(situation.report())
                .isEqualTo(new Report(EnvironmentState.BUSY, Optional.of("abc-1"), OptionalInt.empty()));
        situation.rests();
        assertThat(situation.report()).isEqualTo(report(EnvironmentState.READY));
    }

    @Test
    void stopsWhileAnInvocationRunsOn() {
        situation.initDone();
        situation.servesMetricsOn(9090);
        situation.runs("abc-1");
        situation.stops();

        assertThat(situation.report())
                .isEqualTo(new Report(EnvironmentState.STOPPING, Optional.of("abc-1"), OptionalInt.of(9090)));
    }

    private static Report report(EnvironmentState state) {
        return new Report(state, Optional.empty(), OptionalInt.empty());
    }
}
