package dev.hearth.gateway.async;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hearth.gateway.catalog.FunctionId;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

class LogTurnsTest {
    private static final long SECOND = 1_000_000_000L;

    private final LogTurns turns = new LogTurns();

    private static FunctionId function(int number) {
        return new FunctionId("us-east-1", "111122223333", "shop", "f" + number);
    }

    @Test
    void aFunctionHasOneLineASecondThatCountsTheOthers() {
        assertThat(turns.take(function(1), 0)).isEqualTo(OptionalInt.of(0));
        for (int i = 0; i < 10_000; i++) {
            assertThat(turns.take(function(1), SECOND - 1)).isEmpty();
        }
        assertThat(turns.take(function(1), SECOND)).isEqualTo(OptionalInt.of(10_000));
        assertThat(turns.take(function(1), 2 * SECOND)).isEqualTo(OptionalInt.of(0));
    }

    @Test
    void aFloodOfOneFunctionTakesNoLineOfAnother() {
        turns.take(function(1), 0);
        turns.take(function(1), 1);

        assertThat(turns.take(function(2), 1)).isEqualTo(OptionalInt.of(0));
    }

    /** As many functions as anybody may make. */
    @Test
    void forgetsWhomItToldOfLongestAgo() {
        turns.take(function(0), 0);
        for (int i = 1; i <= 1_000; i++) {
            turns.take(function(i), 0);
        }

        assertThat(turns.take(function(1_000), 1)).isEmpty();
        assertThat(turns.take(function(0), 1)).isEqualTo(OptionalInt.of(0));
    }
}
