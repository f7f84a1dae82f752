package dev.hearth.gateway.log;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

class LogTurnsTest {
    private static final long SECOND = 1_000_000_000L;

    private long now;
    private final LogTurns<String> turns = new LogTurns<>(() -> now);

    private OptionalInt take(String key, long at) {
        now = at;
        return turns.take(key);
    }

    @Test
    void aKeyHasOneLineASecondThatCountsTheOthers() {
        assertThat(take("f1", 0)).isEqualTo(OptionalInt.of(0));
        for (int i = 0; i < 10_000; i++) {
            assertThat(take("f1", SECOND - 1)).isEmpty();
        }
        assertThat(take("f1", SECOND)).isEqualTo(OptionalInt.of(10_000));
        assertThat(take("f1", 2 * SECOND)).isEqualTo(OptionalInt.of(0));
    }

    @Test
    void aFloodOfOneKeyTakesNoLineOfAnother() {
        take("f1", 0);
        take("f1", 1);

        assertThat(take("f2", 1)).isEqualTo(OptionalInt.of(0));
    }

    /** As many keys as anybody may make up. */
    @Test
    void aFloodOfKeysHasAHundredLinesASecondAndTheOthersAreCounted() {
        int lines = 0;
        for (int i = 0; i < 10_000; i++) {
            lines += take("k" + i, 0).isPresent() ? 1 : 0;
        }

        assertThat(lines).isEqualTo(100);
        assertThat(take("another", SECOND)).isEqualTo(OptionalInt.of(9_900));
    }

    @Test
    void forgetsWhomItToldOfLongestAgo() {
        take("f0", 0);
        take("f0", 1);
        for (int i = 1; i < 100; i++) {
            take("f" + i, 2);
        }

        assertThat(take("new", SECOND))
                .as("counts what the forgotten one left out")
                .isEqualTo(OptionalInt.of(1));
        assertThat(take("f1", SECOND + 1)).as("is remembered").isEmpty();
    }
}
