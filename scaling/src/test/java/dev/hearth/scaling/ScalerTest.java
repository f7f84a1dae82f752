package dev.hearth.scaling;

import static java.util.concurrent.TimeUnit.MINUTES;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import java.util.OptionalInt;
import java.util.Random;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ScalerTest {
    private final DemandHistory history = new DemandHistory(Duration.ofMinutes(10), 0);

    @ParameterizedTest(name = "{0}: {6} environments")
    @CsvSource({
        "nothing provisioned and no demand,        0, 0,   100, ,   1000, 0",
        "provisioned without demand,               5, 0,   100, ,   1000, 5",
        "demand beyond provisioned,                5, 9,   100, ,   1000, 9",
        "demand below provisioned,                 5, 3,   100, ,   1000, 5",
        "demand beyond the maximum,                0, 120, 100, ,   1000, 100",
        "demand beyond reserved concurrency,       0, 50,  100, 20, 1000, 20",
        "demand beyond the account limit,          0, 50,  100, ,   30,   30",
        "blocked by reserved concurrency 0,        5, 50,  100, 0,  1000, 0",
        "provisioned beyond reserved concurrency,  9, 0,   100, 4,  1000, 4",
    })
    void wants(String situation, int provisioned, int demand, int maximum, Integer reserved, int account, int wanted) {
        history.record(1, demand);

        assertThat(Scaler.wanted(1, history, policy(provisioned, maximum, reserved, account)))
                .as(situation)
                .isEqualTo(wanted);
    }

    @Test
    void scalesToZeroOnlyAfterTheKeepAlive() {
        ScalingPolicy policy = policy(0, 100, null, 1000);
        history.record(0, 3);
        history.record(1, 0);

        assertThat(Scaler.wanted(MINUTES.toNanos(10), history, policy)).isEqualTo(3);
        assertThat(Scaler.wanted(MINUTES.toNanos(11), history, policy)).isZero();
    }

    @RepeatedTest(200)
    void neverExceedsACapAndNeverFallsShortOfDemandBelowIt() {
        long seed = new Random().nextLong();
        Random random = new Random(seed);
        Integer reserved = random.nextBoolean() ? random.nextInt(50) : null;
        ScalingPolicy policy = policy(random.nextInt(50), random.nextInt(50), reserved, random.nextInt(50));

        for (long now = 0, end = MINUTES.toNanos(60); now < end; now += random.nextLong(MINUTES.toNanos(2))) {
            int demand = random.nextInt(60);
            history.record(now, demand);
            assertThat(Scaler.wanted(now, history, policy))
                    .as("%s at %d ns of seed %d", policy, now, seed)
                    .isLessThanOrEqualTo(policy.cap())
                    .isGreaterThanOrEqualTo(Math.min(Math.max(demand, policy.provisioned()), policy.cap()));
        }
    }

    @Test
    void refusesNegativeBounds() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> policy(0, 100, -1, 1000))
                .withMessage("reserved must not be negative but is -1");
    }

    private static ScalingPolicy policy(int provisioned, int maximum, Integer reserved, int account) {
        OptionalInt ofReserved = reserved == null ? OptionalInt.empty() : OptionalInt.of(reserved);
        return new ScalingPolicy(provisioned, maximum, ofReserved, account);
    }
}
