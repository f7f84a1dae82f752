package dev.hearth.e2e.cluster;

import java.util.List;

/**
 * Times in microseconds.
 *
 * @param sorted the shortest first
 */
record Latencies(List<Long> sorted) {
    Latencies {
        sorted = sorted.stream().sorted().toList();
        if (sorted.isEmpty()) {
            throw new IllegalArgumentException("nothing was measured");
        }
    }

    private long quantile(double share) {
        return sorted.get((int) Math.min(sorted.size() - 1L, (long) (share * sorted.size())));
    }

    long p99() {
        return quantile(0.99);
    }

    long max() {
        return sorted.getLast();
    }

    @Override
    public String toString() {
        return "%d times, p50 %.1f ms, p99 %.1f ms, max %.1f ms"
                .formatted(sorted.size(), quantile(0.5) / 1e3, p99() / 1e3, max() / 1e3);
    }
}
