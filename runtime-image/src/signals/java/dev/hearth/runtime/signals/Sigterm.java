package dev.hearth.runtime.signals;

/**
 * SIGTERM. The JDK has no other interface to signals than {@code sun.misc.Signal}, of the module jdk.unsupported. javac warns of
 * it in a way that cannot be answered, so this class is compiled apart from those whose warnings are errors; reflection would do
 * without, and cost each start 10 ms.
 */
public final class Sigterm {
    private Sigterm() {}

    /** Runs this instead of ending the process. */
    public static void handle(Runnable action) {
        sun.misc.Signal.handle(new sun.misc.Signal("TERM"), _ -> action.run());
    }
}
