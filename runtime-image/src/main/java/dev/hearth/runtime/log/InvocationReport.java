package dev.hearth.runtime.log;

import java.util.Optional;
import java.util.OptionalDouble;

/**
 * What is said of an invocation that has ended.
 *
 * @param durationMillis of the handler
 * @param memoryMb {@code memorySize}
 * @param maxMemoryMb peak of this process so far
 * @param initMillis duration of the init, for the first invocation of a cold start
 * @param errorType present when the function failed
 */
public record InvocationReport(
        String requestId,
        double durationMillis,
        int memoryMb,
        int maxMemoryMb,
        OptionalDouble initMillis,
        Optional<String> errorType) {

    long billedMillis() {
        return (long) Math.ceil(durationMillis);
    }
}
