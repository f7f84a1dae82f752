package dev.hearth.crds;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class RetainedTest {
    private static final Instant NOW = Instant.parse("2026-06-01T12:00:00Z");
    private static final List<Retained> VERSIONS =
            List.of(hoursOld(1, 50), hoursOld(2, 40), hoursOld(3, 30), hoursOld(4, 20), hoursOld(5, 10));

    @Test
    void keepsSoManyOfTheNewest() {
        assertThat(superfluous(2, null)).containsExactlyInAnyOrder(1L, 2L, 3L);
    }

    @Test
    void keepsWhatIsYoungerAndAlwaysTheNewest() {
        assertThat(superfluous(null, "25h")).containsExactlyInAnyOrder(1L, 2L, 3L);
        assertThat(superfluous(null, "1h")).containsExactlyInAnyOrder(1L, 2L, 3L, 4L);
    }

    @Test
    void keepsWhatEitherOfBothKeeps() {
        assertThat(superfluous(4, "25h")).containsExactly(1L);
        assertThat(superfluous(1, "45h")).containsExactly(1L);
    }

    @Test
    void keepsWhatIsUsed() {
        List<Retained> used =
                List.of(new Retained(1, NOW.minus(Duration.ofDays(9)), true), hoursOld(2, 40), hoursOld(3, 1));

        assertThat(Retained.superfluous(retention(1, null), used, NOW)).containsExactly(2L);
    }

    private static List<Long> superfluous(@Nullable Integer newest, @Nullable String age) {
        return Retained.superfluous(retention(newest, age), VERSIONS, NOW);
    }

    private static VersionRetention retention(@Nullable Integer newest, @Nullable String age) {
        VersionRetention retention = new VersionRetention();
        retention.setNewest(newest);
        retention.setAge(age);
        return retention;
    }

    private static Retained hoursOld(long number, int hours) {
        return new Retained(number, NOW.minus(Duration.ofHours(hours)), false);
    }
}
