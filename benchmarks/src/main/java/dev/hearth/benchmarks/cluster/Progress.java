package dev.hearth.benchmarks.cluster;

/** What is going on, for those who wait. */
final class Progress {
    private Progress() {}

    @SuppressWarnings("SystemOut")
    static void say(String what) {
        System.err.println(what);
    }
}
