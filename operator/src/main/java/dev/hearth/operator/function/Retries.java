package dev.hearth.operator.function;

import io.javaoperatorsdk.operator.processing.retry.GenericRetry;

/** When what failed is tried again: for as long as it fails, a little later each time. */
final class Retries {
    private static final long FIRST_MILLIS = 500;
    private static final double SLOWER = 2;
    private static final long LONGEST_MILLIS = 30_000;

    private static final int WITHOUT_END = -1;

    private Retries() {}

    static GenericRetry withoutEnd() {
        return new GenericRetry()
                .setInitialInterval(FIRST_MILLIS)
                .setIntervalMultiplier(SLOWER)
                .setMaxInterval(LONGEST_MILLIS)
                .setMaxAttempts(WITHOUT_END);
    }
}
