package dev.hearth.runtime.process;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Memory of this process as the system counts it, in MB (2^20 bytes). Read again after a second at the earliest, since a
 * look costs more than a short invocation. 0 where there is no {@code /proc}.
 */
public final class ProcessMemory {
    private static final Path STATUS = Path.of("/proc/self/status");
    private static final long FRESH_NANOS = 1_000_000_000L;
    private static final int KB_PER_MB = 1024;

    private long readNanos;
    private int peakMb;
    private boolean read;

    /** Most that was resident at any time. */
    public int peakMb() {
        long now = System.nanoTime();
        if (!read || now - readNanos > FRESH_NANOS) {
            read = true;
            readNanos = now;
            peakMb = (int) Math.ceilDiv(kilobytes("VmHWM:"), KB_PER_MB);
        }
        return peakMb;
    }

    /** What a line of the status says, in KB. */
    public static long kilobytes(String field) {
        try {
            String status = Files.readString(STATUS, StandardCharsets.ISO_8859_1);
            int from = status.indexOf(field);
            return from < 0 ? 0 : firstNumber(status, from + field.length());
        } catch (IOException notLinux) {
            return 0;
        }
    }

    private static long firstNumber(String text, int from) {
        long number = 0;
        for (int at = from; at < text.length() && text.charAt(at) != '\n'; at++) {
            char c = text.charAt(at);
            if (c >= '0' && c <= '9') {
                number = 10 * number + (c - '0');
            }
        }
        return number;
    }
}
