package dev.hearth.fuzz;

/** The class that the fuzzer calls; the system property {@code hearth.fuzz.target} names the target. */
public final class FuzzerEntry {
    private static final Target TARGET = Targets.of(System.getProperty("hearth.fuzz.target", ""));

    private FuzzerEntry() {}

    /** The fuzzer's entry point, by its own convention. */
    public static void fuzzerTestOneInput(byte[] input) throws Exception {
        Budget.OF_TRACED_INPUTS.check(TARGET, input);
    }
}
