package dev.hearth.benchmarks.report;

import java.util.List;

/** Quantiles of few values: nearest rank, so every one is a value that was measured. */
public final class Quantiles {
    private Quantiles() {}

    public static double median(List<Double> values) {
        return at(50, values);
    }

    public static double p95(List<Double> values) {
        return at(95, values);
    }

    public static double p99(List<Double> values) {
        return at(99, values);
    }

    private static double at(int percent, List<Double> values) {
        if (values.isEmpty()) {
            return Double.NaN;
        }
        double[] sorted =
                values.stream().mapToDouble(Double::doubleValue).sorted().toArray();
        int rank = (int) Math.ceil(percent / 100.0 * sorted.length);
        return sorted[Math.max(rank, 1) - 1];
    }
}
