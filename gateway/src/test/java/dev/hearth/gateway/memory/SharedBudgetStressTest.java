package dev.hearth.gateway.memory;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class SharedBudgetStressTest {
    private static final long TOTAL = 1_000;

    private final SharedBudget budget = new SharedBudget(TOTAL, TOTAL / 4, 50);

    @Test
    void isExactWhoeverReservesAtTheSameTime() throws Exception {
        try (var threads = Executors.newFixedThreadPool(6)) {
            List<Callable<Long>> all =
                    IntStream.range(0, 6).mapToObj(this::work).toList();
            for (var highest : threads.invokeAll(all, 1, TimeUnit.MINUTES)) {
                assertThat(highest.get()).isBetween(1L, TOTAL);
            }
        }
        assertThat(budget.held()).isZero();
        IntStream.range(0, 3)
                .forEach(each ->
                        assertThat(budget.share("holder " + each).held()).isZero());
    }

    /** The most that it saw held in all. */
    private Callable<Long> work(int thread) {
        return () -> {
            long highest = 0;
            for (int round = 0; round < 20_000; round++) {
                Purpose purpose = round % 2 == 0 ? Purpose.BEGIN : Purpose.FINISH;
                try (Holding holding = new Holding(budget.share("holder " + thread % 3), purpose)) {
                    holding.grow(ThreadLocalRandom.current().nextInt(1, 200));
                    holding.grow(ThreadLocalRandom.current().nextInt(1, 200));
                    highest = Math.max(highest, budget.held());
                }
            }
            return highest;
        };
    }
}
