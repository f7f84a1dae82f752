package dev.hearth.runtime.process;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * What the launcher does once this process has ended: a word in a file, since every exit status may be the function's.
 *
 * <pre>
 *   starting (written by the launcher) ──► attached ──► retired
 *   it ends, with the same status          restarts     it ends
 * </pre>
 */
public record LauncherState(Path file) {
    /** It has reached its gateway: should it end, the next one may do better. */
    public void attached() {
        write("attached\n");
    }

    /** There is nothing more to run here. */
    public void retired() {
        write("retired\n");
    }

    private void write(String word) {
        try {
            Files.writeString(file, word);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot tell the launcher through " + file, e);
        }
    }
}
