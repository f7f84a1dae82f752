package dev.hearth.runtime.log;

import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** The user's {@code System.out} and {@code System.err}: they cannot be closed and write at once. */
public final class UserOutput extends OutputStream {
    private final EnvironmentLog log;

    private UserOutput(EnvironmentLog log) {
        this.log = log;
    }

    /** Puts itself in the place of the process's own streams. */
    public static void capture(EnvironmentLog log) {
        System.setOut(stream(log));
        System.setErr(stream(log));
    }

    static PrintStream stream(EnvironmentLog log) {
        return new Unclosable(new UserOutput(log));
    }

    @Override
    public void write(int b) {
        log.user(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) {
        log.user(bytes, offset, length);
    }

    /** Whoever wraps it in a writer and closes that must not silence the invocations after. A line is one write. */
    public static final class Unclosable extends PrintStream {
        private Unclosable(OutputStream out) {
            super(out, false, StandardCharsets.UTF_8);
        }

        @Override
        public void println(@Nullable String line) {
            print(line + System.lineSeparator());
        }

        @Override
        public void println(@Nullable Object line) {
            println(String.valueOf(line));
        }

        @Override
        public void close() {
            flush();
        }
    }
}
