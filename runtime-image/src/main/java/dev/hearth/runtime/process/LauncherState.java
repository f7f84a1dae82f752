package dev.hearth.runtime.process;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * What the launcher does once this process has ended: a word in a file, since every exit status may be the function's.
 *
 * <pre>
 *   starting (written by the launcher) ──► attached ──► retired          alone, unreachable
 *   a process reports it                   restarts     it ends          it ends
 *   in a cluster: the same                 restarts     awaits SIGTERM   restarts after a pause
 * </pre>
 *
 * Thread-safe.
 */
public final class LauncherState {
    private final Path file;
    private boolean retired;

    public LauncherState(Path file) {
        this.file = file;
    }

    /** It has reached its gateway: should it end, the next one may do better. */
    public synchronized void attached() {
        write("attached\n");
    }

    /** It has begun, but has not found its gateway. */
    public synchronized void unreachable() {
        write("unreachable\n");
    }

    /** There is nothing more to run here, and never will be. */
    public synchronized void retired() {
        retired = true;
        write("retired\n");
    }

    /** It has no gateway any more, or one that refuses it; not said of a process that is retired. */
    public synchronized void alone() {
        if (!retired) {
            write("alone\n");
        }
    }

    private void write(String word) {
        try {
            Files.writeString(file, word);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot tell the launcher through " + file, e);
        }
    }
}
