package dev.hearth.gateway.fleet;

import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The process of one environment: perhaps not started yet, perhaps killed before it could be. */
final class ProcessSlot {
    private @Nullable Process process;
    private boolean killed;

    /** Starts it unless it was killed already; whether it was started. */
    synchronized boolean start(Supplier<Process> launch) {
        if (killed) {
            return false;
        }
        process = launch.get();
        return true;
    }

    /** Does this once the process has ended, at once if it has. */
    synchronized void whenEnded(Runnable then) {
        if (process != null) {
            process.onExit().thenRun(then);
        }
    }

    int awaitEnd() throws InterruptedException {
        Process running;
        synchronized (this) {
            running = process;
        }
        return running == null ? -1 : running.waitFor();
    }

    /** Ends the launcher and everything below it at once. */
    synchronized void kill() {
        killed = true;
        if (process == null) {
            return;
        }
        ProcessHandle root = process.toHandle();
        // the launcher first, so that it starts nothing anew
        try (Stream<ProcessHandle> children = root.descendants()) {
            ProcessHandle[] below = children.toArray(ProcessHandle[]::new);
            root.destroyForcibly();
            for (ProcessHandle child : below) {
                child.destroyForcibly();
            }
        }
    }
}
