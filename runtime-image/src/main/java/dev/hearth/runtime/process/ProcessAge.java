package dev.hearth.runtime.process;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;

/**
 * How long this process has lived. On Linux from the kernel's own monotonic clock, to 10 ms: the JDK adds up from the time of
 * boot, which the kernel tells in whole seconds. Source: proc(5), {@code /proc/uptime} and {@code /proc/pid/stat}.
 */
public final class ProcessAge {
    private static final Path UPTIME = Path.of("/proc/uptime");
    private static final Path STAT = Path.of("/proc/self/stat");
    /** Field 22 of the file is the 20th after the name, which is in parentheses and may contain anything. */
    private static final int START_AFTER_NAME = 19;

    private static final int TICKS_PER_SECOND = 100;
    private static final double MILLIS_PER_SECOND = 1_000;

    private ProcessAge() {}

    /** Milliseconds since the process was made; 0 when the system does not tell. */
    public static long millis() {
        try {
            return millis(Files.readString(UPTIME), Files.readString(STAT));
        } catch (IOException notLinux) {
            return sinceStart();
        }
    }

    static long millis(String uptime, String stat) {
        double now = Double.parseDouble(uptime.substring(0, uptime.indexOf(' ')));
        String[] afterName = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
        double start = Long.parseLong(afterName[START_AFTER_NAME]) / (double) TICKS_PER_SECOND;
        return Math.max(0, Math.round((now - start) * MILLIS_PER_SECOND));
    }

    private static long sinceStart() {
        return ProcessHandle.current()
                .info()
                .startInstant()
                .map(start -> Math.max(0, Duration.between(start, Instant.now()).toMillis()))
                .orElse(0L);
    }
}
