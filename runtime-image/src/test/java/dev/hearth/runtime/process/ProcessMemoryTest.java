package dev.hearth.runtime.process;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

@EnabledOnOs(OS.LINUX)
class ProcessMemoryTest {
    @Test
    void isWhatTheSystemCounts() {
        long resident = ProcessMemory.kilobytes("VmRSS:");
        long peak = ProcessMemory.kilobytes("VmHWM:");

        assertThat(resident).isBetween(10_000L, 64_000_000L);
        assertThat(peak).isGreaterThanOrEqualTo(resident / 2);
    }

    @Test
    void isZeroForAFieldThatThereIsNot() {
        assertThat(ProcessMemory.kilobytes("VmNothing:")).isZero();
    }

    @Test
    void thePeakIsInMegabytesAndIsNotReadAgainAtOnce() {
        ProcessMemory memory = new ProcessMemory();

        int first = memory.peakMb();

        assertThat(first).isBetween(10, 64_000);
        assertThat(memory.peakMb()).isEqualTo(first);
    }
}
