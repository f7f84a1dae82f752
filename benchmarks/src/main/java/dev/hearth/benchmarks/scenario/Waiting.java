package dev.hearth.benchmarks.scenario;

import java.time.Duration;

/** Pauses while other processes do something. */
final class Waiting {
    private static final long PAUSE_MS = 20;

    private Waiting() {}

    static void shortly() {
        wait(Duration.ofMillis(PAUSE_MS));
    }

    static void wait(Duration time) {
        try {
            Thread.sleep(time);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while waiting", e);
        }
    }
}
