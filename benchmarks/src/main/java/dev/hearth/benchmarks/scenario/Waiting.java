package dev.hearth.benchmarks.scenario;

/** The pause between two looks at something that other processes do. */
final class Waiting {
    private static final long PAUSE_MS = 20;

    private Waiting() {}

    static void shortly() {
        try {
            Thread.sleep(PAUSE_MS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while waiting", e);
        }
    }
}
