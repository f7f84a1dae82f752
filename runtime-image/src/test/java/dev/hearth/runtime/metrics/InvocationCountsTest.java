package dev.hearth.runtime.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class InvocationCountsTest {
    private final InvocationCounts counts = new InvocationCounts();

    @Test
    void beginAtNothing() {
        assertThat(counts.invocations()).isZero();
        assertThat(counts.errors()).isZero();
        assertThat(counts.totalMillis()).isZero();
        assertThat(counts.longestMillis()).isZero();
        assertThat(counts.initMillis()).isZero();
    }

    @Test
    void addUpAndKeepTheLongest() {
        counts.initTook(7);
        counts.ended(2.5, false);
        counts.ended(4, true);
        counts.ended(1, true);

        assertThat(counts.invocations()).isEqualTo(3);
        assertThat(counts.errors()).isEqualTo(2);
        assertThat(counts.totalMillis()).isEqualTo(7.5);
        assertThat(counts.longestMillis()).isEqualTo(4);
        assertThat(counts.initMillis()).isEqualTo(7);
    }
}
