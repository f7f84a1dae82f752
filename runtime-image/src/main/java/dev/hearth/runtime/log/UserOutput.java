package dev.hearth.runtime.log;

import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;

/** The user's {@code System.out} and {@code System.err}: they cannot be closed and write at once. */
public final class UserOutput extends OutputStream {
    private final EnvironmentLog log;

    private UserOutput(EnvironmentLog log) {
        this.log = log;
    }

    /** Puts itself in the place of the process's own streams. */
    public static void capture(EnvironmentLog log) {
        System.setOut(new PrintStream(new UserOutput(log), false, StandardCharsets.UTF_8));
        System.setErr(new PrintStream(new UserOutput(log), false, StandardCharsets.UTF_8));
    }

    @Override
    public void write(int b) {
        log.user(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) {
        log.user(bytes, offset, length);
    }
}
