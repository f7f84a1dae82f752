package dev.hearth.runtime.process;

/** Ways this process ends itself. */
public final class Ending {
    /** How long shutdown hooks may take, as for a Lambda function with an internal extension. */
    private static final long HOOKS_MILLIS = 500;

    private Ending() {}

    /** Runs shutdown hooks, but not for long. */
    public static void withHooks(int status) {
        limit(status);
        System.exit(status);
    }

    /** Does something last that may fail or block, but not for long; then ends without shutdown hooks. */
    public static void after(Runnable last, int status) {
        try {
            limit(status);
            last.run();
        } finally {
            now(status);
        }
    }

    /** Ends at once, whatever user code does, and takes along the processes that it started. */
    public static void now(int status) {
        try {
            ProcessHandle.current().descendants().forEach(ProcessHandle::destroyForcibly);
        } finally {
            Runtime.getRuntime().halt(status);
        }
    }

    /** Ends when another thread had its time to end in a better way. */
    public static void soon(int status) {
        try {
            Thread.sleep(HOOKS_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            now(status);
        }
    }

    private static void limit(int status) {
        Thread limit = new Thread(() -> soon(status), "hearth-end");
        limit.setDaemon(true);
        limit.start();
    }
}
