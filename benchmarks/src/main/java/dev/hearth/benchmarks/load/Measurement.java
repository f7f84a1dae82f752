package dev.hearth.benchmarks.load;

import java.time.Duration;
import java.util.Map;
import org.HdrHistogram.Histogram;

/**
 * What one load saw.
 *
 * @param answered latencies of 200 without a function error and of 202, in nanoseconds
 * @param refused latencies of 429, in nanoseconds
 * @param otherAnswers number of all other answers by status; a function error counts as {@value #FUNCTION_ERROR}
 * @param transportErrors connections refused, reset or closed before the answer, and requests never answered
 * @param elapsed time in which the answers arrived
 */
public record Measurement(
        Histogram answered,
        Histogram refused,
        Map<Integer, Long> otherAnswers,
        long transportErrors,
        Duration elapsed) {
    /** Stands for an answer 200 with {@code X-Amz-Function-Error}. */
    public static final int FUNCTION_ERROR = -1;

    public double p50Micros() {
        return answered.getValueAtPercentile(50) / 1e3;
    }

    public double p99Micros() {
        return answered.getValueAtPercentile(99) / 1e3;
    }

    public double refusedP99Millis() {
        return refused.getValueAtPercentile(99) / 1e6;
    }

    /** Good answers per second. */
    public double rate() {
        return answered.getTotalCount() / (elapsed.toNanos() / 1e9);
    }

    /** Everything that is neither a good answer nor a 429. */
    public long errors() {
        return transportErrors
                + otherAnswers.values().stream().mapToLong(Long::longValue).sum();
    }

    public long answers() {
        return answered.getTotalCount() + refused.getTotalCount() + errors();
    }
}
