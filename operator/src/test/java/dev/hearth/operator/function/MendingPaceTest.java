package dev.hearth.operator.function;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class MendingPaceTest {
    private static final String UID = "u";

    private long now = 1_000_000_000_000L;
    private final MendingPace pace = new MendingPace(() -> now);

    private void pass(Duration time) {
        now += time.toNanos();
    }

    /** Somebody who changes it again as soon as it is undone; how long it was left so each time. */
    private List<Duration> fight(int rounds) {
        List<Duration> waits = new ArrayList<>();
        for (int round = 0; round < rounds; round++) {
            Duration wait = pace.await(UID);
            waits.add(wait);
            pass(wait);
            assertThat(pace.await(UID)).isZero();
            pace.undone(UID, "/spec/paused");
            pass(Duration.ofSeconds(1));
        }
        return waits;
    }

    @Test
    void whoInsistsIsAnsweredLaterEachTime() {
        assertThat(fight(16))
                .extracting(Duration::toSeconds)
                .containsExactly(0L, 0L, 0L, 0L, 0L, 1L, 2L, 4L, 8L, 16L, 32L, 64L, 128L, 256L, 300L, 300L);
    }

    @Test
    void aChangeAfterAWhileIsUndoneAtOnce() {
        fight(8);
        pass(MendingPace.CALM);

        assertThat(pace.await(UID)).isZero();
        assertThat(fight(5)).containsOnly(Duration.ZERO);
    }

    @Test
    void oneFightHoldsUpNoOther() {
        fight(8);

        assertThat(pace.await("another")).isZero();
    }

    @Test
    void aWaitIsNotBegunAnewByLookingAgain() {
        fight(9);
        Duration wait = pace.await(UID);
        pass(wait.dividedBy(2));

        assertThat(pace.await(UID)).isEqualTo(wait.dividedBy(2));
    }

    @Test
    void tellsOfWhatIsContestedUntilItIsCalm() {
        fight(4);
        assertThat(pace.contest(UID)).as("a few times may be an accident").isEmpty();

        fight(1);
        assertThat(pace.contest(UID)).hasValueSatisfying(contest -> {
            assertThat(contest.field()).isEqualTo("/spec/paused");
            assertThat(contest.again()).isPositive().isLessThanOrEqualTo(MendingPace.CALM);
        });

        pass(MendingPace.CALM);
        assertThat(pace.contest(UID)).isEmpty();
    }

    @Test
    void forgetsWhatIsOver() {
        for (int each = 0; each < 5_000; each++) {
            pace.undone("u" + each, "/spec");
            pass(Duration.ofSeconds(1));
        }

        assertThat(pace.size()).isLessThanOrEqualTo(1_000);
    }
}
