package dev.hearth.operator.function;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class TurnsTest {
    private long now = 5_000_000_000L;
    private final Turns turns = new Turns(5, () -> now);

    @Test
    void letsAFewThroughAtOnceAndTheOthersOneAfterTheOther() {
        for (int i = 0; i < 10; i++) {
            assertThat(turns.await("early-" + i)).isZero();
        }

        assertThat(turns.await("a")).isEqualTo(Duration.ofMillis(200));
        assertThat(turns.await("b")).isEqualTo(Duration.ofMillis(400));
    }

    @Test
    void keepsATurnForWhoeverHasToWait() {
        useUpTheBurst();
        Duration wait = turns.await("a");
        turns.await("b");
        now += wait.toNanos() / 2;
        assertThat(turns.await("a")).isEqualTo(wait.dividedBy(2));

        now += wait.toNanos() / 2;

        assertThat(turns.await("a")).isZero();
        assertThat(turns.await("b")).isEqualTo(Duration.ofMillis(200));
    }

    @Test
    void aTurnIsUsedUpOnce() {
        useUpTheBurst();
        now += turns.await("a").toNanos();
        turns.await("a");

        assertThat(turns.await("a")).isPositive();
    }

    @Test
    void savesNoMoreThanTheBurst() {
        now += Duration.ofHours(1).toNanos();

        useUpTheBurst();

        assertThat(turns.await("a")).isPositive();
    }

    @Test
    void aTurnThatNobodyCameForLapses() {
        useUpTheBurst();
        turns.await("deleted");
        now += Duration.ofSeconds(62).toNanos();
        turns.forgetLapsed();
        useUpTheBurst();

        assertThat(turns.await("deleted")).isPositive();
    }

    private void useUpTheBurst() {
        for (int i = 0; i < 10; i++) {
            assertThat(turns.await("burst-" + i)).isZero();
        }
    }
}
