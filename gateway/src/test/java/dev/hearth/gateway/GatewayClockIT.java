package dev.hearth.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** Periodic tasks that fail or block, beside those that must go on. */
class GatewayClockIT {
    private static final Duration LIMIT = Duration.ofSeconds(60);

    private final AtomicInteger ticks = new AtomicInteger();

    @Test
    void anErrorEndsNoTask() {
        Runnable failing = () -> {
            if (ticks.incrementAndGet() < 3) {
                throw new StackOverflowError("on purpose");
            }
        };
        try (GatewayClock _ = new GatewayClock(failing, () -> {}, LIMIT)) {
            await().atMost(LIMIT).until(() -> ticks.get() > 3);
        }
    }

    @Test
    void aTaskThatBlocksHoldsUpNoTimeOut() {
        CountDownLatch never = new CountDownLatch(1);
        try (GatewayClock clock = new GatewayClock(ticks::incrementAndGet, () -> block(never), LIMIT)) {
            clock.eachTick(() -> block(never));
            clock.eachSecond(() -> block(never));

            await().atMost(LIMIT).until(() -> ticks.get() > 100);
            assertThat(clock.isTicking()).isTrue();
        }
    }

    @Test
    void aStandstillOfTimeOutsIsToldByItsHealth() {
        CountDownLatch never = new CountDownLatch(1);
        try (GatewayClock clock = new GatewayClock(() -> block(never), () -> {}, Duration.ofMillis(50))) {
            await().atMost(LIMIT).until(() -> !clock.isTicking());
            never.countDown();
            await().atMost(LIMIT).until(clock::isTicking);
        }
    }

    private static void block(CountDownLatch never) {
        try {
            never.await();
        } catch (InterruptedException closed) {
            Thread.currentThread().interrupt();
        }
    }
}
