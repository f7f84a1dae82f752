package dev.hearth.runtime.process;

import java.time.Duration;
import java.time.Instant;

/** How long this process has lived. */
public final class ProcessAge {
    private ProcessAge() {}

    /** Milliseconds since the process was made; 0 when the system does not tell. */
    public static long millis() {
        return ProcessHandle.current()
                .info()
                .startInstant()
                .map(start -> Math.max(0, Duration.between(start, Instant.now()).toMillis()))
                .orElse(0L);
    }
}
