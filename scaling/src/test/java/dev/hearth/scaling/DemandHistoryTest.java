package dev.hearth.scaling;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DemandHistoryTest {
    private record Seen(long at, int demand) {}

    private static final Duration WINDOW = Duration.ofSeconds(64);
    private static final long SLOT = Duration.ofSeconds(1).toNanos();

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void neverForgetsWithinTheWindowAndForgetsTwoSlotsAfterIt(long seed) {
        Random random = new Random(seed);
        DemandHistory history = new DemandHistory(WINDOW);
        List<Seen> all = new ArrayList<>();
        long now = random.nextLong() / 2;
        for (int step = 0; step < 2_000; step++) {
            now += (long) (random.nextDouble() * random.nextInt(1, 60) * SLOT / 4);
            Seen seen = new Seen(now, random.nextInt(100));
            all.add(seen);
            history.observe(seen.at, seen.demand);

            int peak = history.peak(now);

            assertThat(peak).isBetween(naive(all, now, WINDOW.toNanos()), naive(all, now, WINDOW.toNanos() + 2 * SLOT));
        }
    }

    private static int naive(List<Seen> all, long now, long window) {
        return all.stream()
                .filter(seen -> now - seen.at <= window)
                .mapToInt(Seen::demand)
                .max()
                .orElse(0);
    }
}
