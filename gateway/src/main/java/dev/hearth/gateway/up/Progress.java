package dev.hearth.gateway.up;

import java.util.function.Supplier;

/** Says what is going on, if it goes on for more than a second. */
final class Progress {
    private static final long PATIENCE_MS = 1_000;

    private Progress() {}

    static <T> T during(String what, Console console, Supplier<T> work) {
        Thread teller = Thread.ofVirtual().start(() -> tellLater(what, console));
        try {
            return work.get();
        } finally {
            teller.interrupt();
        }
    }

    private static void tellLater(String what, Console console) {
        try {
            Thread.sleep(PATIENCE_MS);
            console.err().println(console.dim(what + " ..."));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
