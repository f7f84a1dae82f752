package dev.hearth.gateway.code;

import java.time.Duration;

/**
 * Bounds of one transfer in time.
 *
 * @param longest for all of it, redirects included
 * @param window how often it is looked at
 * @param bytesPerWindow what must have come in each window, the first one included: who sends less holds a place for nothing
 */
record TransferLimits(Duration longest, Duration window, long bytesPerWindow) {
    /** 250 MB in ten minutes are 0.4 MB/s; 16 KiB/s over half a minute is what a server that is alive manages. */
    static final TransferLimits DEFAULT =
            new TransferLimits(Duration.ofMinutes(10), Duration.ofSeconds(30), 30 * 16 * 1024);
}
