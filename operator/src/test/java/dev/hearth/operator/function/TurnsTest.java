package dev.hearth.operator.function;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

class TurnsTest {
    private static final Duration INTERVAL = Duration.ofMillis(200);

    private long now = 5_000_000_000L;
    private final Turns turns = new Turns(5, () -> now);

    @Test
    void letsAFewThroughAtOnceAndTheOthersOneAfterTheOther() {
        useUpTheBurst();

        assertThat(turns.await("n", "a")).isEqualTo(INTERVAL);
        assertThat(turns.await("n", "b")).isEqualTo(INTERVAL.multipliedBy(2));
    }

    @Test
    void keepsThePlaceOfWhoeverHasToWait() {
        useUpTheBurst();
        Duration wait = turns.await("n", "a");
        turns.await("n", "b");
        pass(wait.dividedBy(2));
        assertThat(turns.await("n", "a")).isEqualTo(wait.dividedBy(2));

        pass(wait.dividedBy(2));

        assertThat(turns.await("n", "a")).isZero();
        assertThat(turns.await("n", "b")).isEqualTo(INTERVAL);
    }

    @Test
    void aTurnIsUsedUpOnce() {
        useUpTheBurst();
        pass(turns.await("n", "a"));
        turns.await("n", "a");

        assertThat(turns.await("n", "a")).isPositive();
    }

    @Test
    void savesNoMoreThanTheBurst() {
        pass(Duration.ofHours(1));

        useUpTheBurst();

        assertThat(turns.await("n", "a")).isPositive();
    }

    @Test
    void oneFunctionThatChangesAgainAndAgainHasOnePlace() {
        useUpTheBurst();
        for (int i = 0; i < 230; i++) {
            turns.await("mallory", "patched");
            pass(Duration.ofMillis(1));
        }

        assertThat(turns.await("victim", "changed")).isLessThanOrEqualTo(INTERVAL.multipliedBy(2));
    }

    @Test
    void aThousandNewFunctionsOfOneNamespaceHoldUpNobodyElse() {
        useUpTheBurst();
        for (int i = 0; i < 1_000; i++) {
            turns.await("mallory", "new-" + i);
        }

        Duration wait = turns.await("victim", "changed");
        assertThat(wait).isLessThanOrEqualTo(INTERVAL.multipliedBy(2));
        pass(wait);
        assertThat(turns.await("victim", "changed")).isZero();
    }

    @Test
    void namespacesAreServedInTurnAndNoneIsLeftOut() {
        useUpTheBurst();
        Map<String, Long> comes = new HashMap<>();
        for (int i = 0; i < 20; i++) {
            comes.put("large large-" + i, now);
        }
        for (int i = 0; i < 5; i++) {
            comes.put("small small-" + i, now);
        }
        long end = now + Duration.ofSeconds(6).toNanos();
        while (!comes.isEmpty()) {
            now = comes.values().stream().mapToLong(Long::longValue).min().orElseThrow();
            for (Map.Entry<String, Long> each : Map.copyOf(comes).entrySet()) {
                if (each.getValue() <= now) {
                    String[] who = each.getKey().split(" ");
                    Duration wait = turns.await(who[0], who[1]);
                    comes.put(each.getKey(), now + wait.toNanos());
                    if (wait.isZero()) {
                        comes.remove(each.getKey());
                    }
                }
            }
            boolean smallIsDone = comes.keySet().stream().noneMatch(each -> each.startsWith("small"));
            assertThat(smallIsDone || comes.size() > 25 - 12).isTrue();
        }

        assertThat(now).isLessThanOrEqualTo(end);
    }

    @Test
    void placesThatNobodyComesBackToAreGivenAway() {
        useUpTheBurst();
        for (int i = 0; i < 100; i++) {
            turns.await("n", "deleted-" + i);
        }
        pass(Duration.ofSeconds(30));
        useUpTheBurst();

        assertThat(turns.await("n", "a")).isEqualTo(INTERVAL);
    }

    @Test
    void aPlaceThatIsGivenBackIsNobodysAnyMore() {
        useUpTheBurst();
        turns.await("n", "deleted");
        turns.giveBack("n", "deleted");

        assertThat(turns.await("n", "a")).isEqualTo(INTERVAL);
    }

    private void pass(Duration time) {
        now += time.toNanos();
    }

    private void useUpTheBurst() {
        for (int i = 0; i < 10; i++) {
            assertThat(turns.await("burst", "burst-" + i)).isZero();
        }
    }
}
