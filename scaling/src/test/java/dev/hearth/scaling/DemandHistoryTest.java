package dev.hearth.scaling;

import static java.util.concurrent.TimeUnit.MINUTES;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DemandHistoryTest {
    private static final Duration TEN_MINUTES = Duration.ofMinutes(10);

    private final DemandHistory history = new DemandHistory(TEN_MINUTES, 0);

    @Test
    void startsWithoutDemand() {
        assertThat(history.peak(0)).isZero();
    }

    @Test
    void seesRisingDemandAtOnce() {
        history.record(1, 3);

        assertThat(history.peak(1)).isEqualTo(3);
    }

    @Test
    void keepsThePeakForTheKeepAliveAfterDemandFell() {
        history.record(0, 8);
        history.record(SECONDS.toNanos(2), 1);

        assertThat(history.peak(MINUTES.toNanos(10) + SECONDS.toNanos(2))).isEqualTo(8);
    }

    @Test
    void forgetsThePeakWithinASixtiethAfterTheKeepAlive() {
        history.record(0, 8);
        history.record(SECONDS.toNanos(2), 1);

        assertThat(history.peak(MINUTES.toNanos(10) + SECONDS.toNanos(12))).isEqualTo(1);
    }

    @Test
    void countsDemandUntilItEndsNotFromWhenItBegan() {
        history.record(0, 5);
        history.record(MINUTES.toNanos(30), 0);

        assertThat(history.peak(MINUTES.toNanos(39))).isEqualTo(5);
    }

    @Test
    void remembersTheHighestOfManyPeaks() {
        history.record(MINUTES.toNanos(1), 4);
        history.record(MINUTES.toNanos(2), 9);
        history.record(MINUTES.toNanos(3), 2);

        assertThat(history.peak(MINUTES.toNanos(4))).isEqualTo(9);
        assertThat(history.peak(MINUTES.toNanos(13))).isEqualTo(9);
        assertThat(history.peak(MINUTES.toNanos(14))).isEqualTo(2);
    }

    @Test
    void takesAReadingFromThePastAsTheLatestOne() {
        history.record(MINUTES.toNanos(5), 1);
        history.record(MINUTES.toNanos(4), 6);

        assertThat(history.peak(MINUTES.toNanos(3))).isEqualTo(6);
        assertThat(history.peak(MINUTES.toNanos(15))).isEqualTo(6);
    }

    @ParameterizedTest
    @ValueSource(longs = {Long.MIN_VALUE, -1, Long.MAX_VALUE - 5})
    void worksWithClocksThatBeginAnywhereAndWrap(long start) {
        DemandHistory anywhere = new DemandHistory(TEN_MINUTES, start);
        anywhere.record(start + 10, 7);
        anywhere.record(start + 20, 0);

        assertThat(anywhere.peak(start + MINUTES.toNanos(10))).isEqualTo(7);
        assertThat(anywhere.peak(start + MINUTES.toNanos(11))).isZero();
    }

    @Test
    void withoutKeepAliveForgetsAtOnce() {
        DemandHistory forgetful = new DemandHistory(Duration.ZERO, 0);
        forgetful.record(0, 7);
        forgetful.record(1_000, 0);

        assertThat(forgetful.peak(2_000)).isZero();
    }

    @Test
    void refusesNegativeDemandAndKeepAlive() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> history.record(0, -1))
                .withMessage("demand must not be negative but is -1");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new DemandHistory(Duration.ofSeconds(-1), 0))
                .withMessage("keep-alive must not be negative but is PT-1S");
    }
}
