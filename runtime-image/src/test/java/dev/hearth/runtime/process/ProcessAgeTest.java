package dev.hearth.runtime.process;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ProcessAgeTest {
    private static final String STAT =
            "7 (a (b) c) S 1 7 7 0 -1 4194560 10271 0 3 0 57 6 0 0 20 0 14 0 550012 1268813824 19000";

    @Test
    void isWhatPassedOnTheKernelsClock() {
        assertThat(ProcessAge.millis("5500.52 9000.10\n", STAT)).isEqualTo(400);
    }

    @Test
    void isNeverNegative() {
        assertThat(ProcessAge.millis("5500.11 9000.10\n", STAT)).isZero();
    }

    @Test
    void isThatOfThisProcess() {
        long uptime = java.lang.management.ManagementFactory.getRuntimeMXBean().getUptime();

        assertThat(ProcessAge.millis()).isBetween(uptime - 20, uptime + 2_000);
    }
}
