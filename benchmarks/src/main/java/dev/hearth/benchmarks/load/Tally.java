package dev.hearth.benchmarks.load;

import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import org.HdrHistogram.Histogram;

/** Counts answers while a load runs; used by the load's one thread. */
final class Tally {
    private static final long MAX_NANOS = Duration.ofMinutes(2).toNanos();

    private final Histogram answered = new Histogram(MAX_NANOS, 3);
    private final Histogram refused = new Histogram(MAX_NANOS, 3);
    private final Map<Integer, Long> others = new TreeMap<>();
    private long transportErrors;

    /** Counts one answer and says whether it was a refusal. */
    boolean answer(ResponseReader response, long nanos) {
        int status = response.status();
        if (status == 200 && response.header("X-Amz-Function-Error").isPresent()) {
            others.merge(Measurement.FUNCTION_ERROR, 1L, Long::sum);
        } else if (status == 200 || status == 202) {
            answered.recordValue(Math.min(nanos, MAX_NANOS));
        } else if (status == 429) {
            refused.recordValue(Math.min(nanos, MAX_NANOS));
        } else {
            others.merge(status, 1L, Long::sum);
        }
        return status == 429;
    }

    void transportError() {
        transportErrors++;
    }

    Measurement end(Duration elapsed) {
        return new Measurement(answered, refused, Map.copyOf(others), transportErrors, elapsed);
    }
}
