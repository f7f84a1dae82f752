package dev.hearth.scaling;

import static java.util.concurrent.TimeUnit.HOURS;
import static java.util.concurrent.TimeUnit.MILLISECONDS;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.Random;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;

class ScalingRateTest {
    private final ScalingRate rate = ScalingRate.ofLambda(0);

    @Test
    void grantsAThousandAtOnceAndNotOneMore() {
        assertThat(rate.grant(0, 1_500)).isEqualTo(1_000);
        assertThat(rate.grant(0, 1)).isZero();
    }

    @Test
    void refillsContinuously() {
        rate.grant(0, 1_000);

        assertThat(rate.grant(MILLISECONDS.toNanos(10), 5)).isEqualTo(1);
        assertThat(rate.grant(SECONDS.toNanos(5), 1_000)).isEqualTo(499);
        assertThat(rate.grant(SECONDS.toNanos(15), 1_500)).isEqualTo(1_000);
    }

    @Test
    void doesNotSaveWhatIsNotUsed() {
        rate.grant(0, 1);

        assertThat(rate.grant(HOURS.toNanos(1), 5_000)).isEqualTo(1_000);
    }

    @Test
    void tellsWhenTheNextStartCanBeGranted() {
        assertThat(rate.nanosUntilGrant(0)).isZero();
        rate.grant(0, 1_000);

        assertThat(rate.nanosUntilGrant(0)).isEqualTo(MILLISECONDS.toNanos(10));
        assertThat(rate.nanosUntilGrant(MILLISECONDS.toNanos(4))).isEqualTo(MILLISECONDS.toNanos(6));
        assertThat(rate.grant(MILLISECONDS.toNanos(10) - 1, 1)).isZero();
        assertThat(rate.grant(MILLISECONDS.toNanos(10), 1)).isEqualTo(1);
    }

    @Test
    void earnsNothingFromAClockThatStepsBack() {
        rate.grant(SECONDS.toNanos(10), 1_000);

        assertThat(rate.grant(0, 1)).isZero();
        assertThat(rate.grant(SECONDS.toNanos(10), 1)).isZero();
    }

    @Test
    void refusesToBeAskedForLessThanNothing() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> rate.grant(0, -1))
                .withMessage("asked must not be negative but is -1");
    }

    @Test
    void refusesARateThatNeverGrants() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new ScalingRate(0, Duration.ofSeconds(1), 0))
                .withMessage("a rate must be positive but is 0 per PT1S");
    }

    @RepeatedTest(200)
    void grantsExactlyWhatAnUnhurriedBucketOfFractionsGrants() {
        long seed = new Random().nextLong();
        Random random = new Random(seed);
        int burst = random.nextInt(1, 2_000);
        Duration refill = Duration.ofNanos(random.nextLong(1, 20_000_000_000L));
        long now = random.nextLong();
        ScalingRate exact = new ScalingRate(burst, refill, now);
        Fractions model = new Fractions(burst, refill);

        for (int step = 0; step < 300; step++) {
            long passed = random.nextLong(1 + refill.toNanos() / random.nextInt(1, 200));
            int asked = random.nextInt(2 * burst);
            now += passed;
            assertThat(exact.grant(now, asked))
                    .as("step %d of seed %d", step, seed)
                    .isEqualTo(model.grant(passed, asked));
        }
    }

    /** The naive bucket: starts times refill time, in decimals of any size. */
    private static final class Fractions {
        private final BigDecimal refillNanos;
        private final BigDecimal burst;
        private BigDecimal credits;

        Fractions(int burst, Duration refill) {
            this.burst = BigDecimal.valueOf(burst);
            refillNanos = BigDecimal.valueOf(refill.toNanos());
            credits = this.burst.multiply(refillNanos);
        }

        int grant(long passedNanos, int asked) {
            BigDecimal earned = BigDecimal.valueOf(passedNanos).multiply(burst);
            credits = credits.add(earned).min(burst.multiply(refillNanos));
            int granted = credits.divideToIntegralValue(refillNanos).intValueExact();
            granted = Math.min(granted, asked);
            credits = credits.subtract(refillNanos.multiply(BigDecimal.valueOf(granted)));
            return granted;
        }
    }
}
