package dev.hearth.runtime.process;

/** Ways this process ends itself. */
public final class Ending {
    /** How long shutdown hooks may take, as for a Lambda function with an internal extension. */
    private static final long HOOKS_MILLIS = 500;

    private Ending() {}

    /** Runs shutdown hooks, but not for long. */
    public static void withHooks(int status) {
        Thread limit = new Thread(() -> haltAfterHooks(status), "hearth-end");
        limit.setDaemon(true);
        limit.start();
        System.exit(status);
    }

    private static void haltAfterHooks(int status) {
        try {
            Thread.sleep(HOOKS_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        Runtime.getRuntime().halt(status);
    }

    /** Ends at once, whatever user code does. */
    public static void now(int status) {
        Runtime.getRuntime().halt(status);
    }
}
