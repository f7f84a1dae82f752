package dev.hearth.scaling;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.RepeatedTest;

/** Random loads in simulated time against a model that remembers everything. */
class DemandHistoryPropertyTest {
    private static final int STEPS = 500;

    @RepeatedTest(200)
    void peakLiesBetweenTheKeepAliveAndOneBucketMore() {
        long seed = new Random().nextLong();
        Random random = new Random(seed);
        Duration keepAlive = Duration.ofNanos(random.nextLong(1, 1_000_000));
        long bucketNanos = Math.ceilDiv(keepAlive.toNanos(), 60L);
        long now = random.nextLong();
        long longestStep = 1 + keepAlive.toNanos() / random.nextLong(1, 100);
        DemandHistory history = new DemandHistory(keepAlive, now);
        EverythingRemembered model = new EverythingRemembered(now);

        for (int step = 0; step < STEPS; step++) {
            now += random.nextLong(longestStep);
            if (random.nextInt(4) > 0) {
                int demand = random.nextInt(1_000);
                history.record(now, demand);
                model.record(now, demand);
            }
            assertThat(history.peak(now))
                    .as("step %d of seed %d", step, seed)
                    .isBetween(model.peak(now, keepAlive.toNanos()), model.peak(now, bucketNanos * 61));
        }
    }

    /** Every step of the demand, for ever. */
    private static final class EverythingRemembered {
        private final List<Step> steps = new ArrayList<>();

        EverythingRemembered(long start) {
            steps.add(new Step(start, 0));
        }

        void record(long now, int demand) {
            steps.add(new Step(now, demand));
        }

        int peak(long now, long windowNanos) {
            int peak = steps.getLast().demand;
            for (int i = 0; i + 1 < steps.size(); i++) {
                long endedAgo = now - steps.get(i + 1).from;
                if (endedAgo <= windowNanos) {
                    peak = Math.max(peak, steps.get(i).demand);
                }
            }
            return peak;
        }

        private record Step(long from, int demand) {}
    }
}
