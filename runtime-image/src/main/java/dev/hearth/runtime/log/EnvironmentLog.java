package dev.hearth.runtime.log;

import dev.hearth.protocol.RawOutputMark;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Optional;

/**
 * The function's log: one stream of lines that the user's {@code System.out} and {@code System.err} and the platform write.
 *
 * <p>The user's bytes go out at once; the platform's lines wait for them or for {@link #flush}, so that an invocation
 * which prints nothing costs one write, after its answer. A log that nobody reads any more loses its lines silently.
 */
public final class EnvironmentLog {
    /** Large arrays go out in pieces of this many bytes, so that no copy of them is kept. */
    private static final int PIECE = 16 * 1024;

    private final OutputStream out;
    private final LineBuffer lines;
    private final OutputStream raw;
    private final KeptTail kept;
    private final Tail tail;

    /**
     * @param out where lines go; not buffered
     * @param prefix written before each line, may be empty
     * @param raw where a mark ends what was printed past this log, for an invocation whose caller wants the tail
     * @param keptTail file for the tail of an invocation that this process may not live to end
     */
    public EnvironmentLog(OutputStream out, String prefix, OutputStream raw, Path keptTail) {
        this.out = out;
        this.raw = raw;
        this.kept = new KeptTail(keptTail);
        this.tail = new Tail(kept);
        this.lines = new LineBuffer(prefix.getBytes(StandardCharsets.UTF_8));
    }

    /**
     * Forgets the tail of the invocation before.
     *
     * @param tailWanted whether the tail of this one is to outlive this process
     */
    public void beginInvocation(boolean tailWanted) {
        tail.begin(tailWanted);
    }

    /** An invocation whose caller wants the tail has ended; what it printed past this log is read elsewhere. */
    public void markRaw() {
        try {
            raw.write(RawOutputMark.bytes());
        } catch (IOException nobodyReads) {
            return;
        }
    }

    /** The tail was sent. */
    public void tailSent() {
        tail.sent();
    }

    /** Base64 of the tail of an invocation that the process before did not live to end. */
    public Optional<String> tailOfBefore() {
        return kept.take();
    }

    /** Lines of the platform: whole ones, each with its line break. */
    public synchronized void platform(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        if (lines.beginLine()) {
            tail.add(LineBuffer.LINE_BREAK, 0, 1);
        }
        add(bytes, 0, bytes.length);
    }

    /** Last words of the platform. */
    public synchronized void platformNow(String text) {
        platform(text);
        flush();
    }

    /** Bytes of the user. */
    synchronized void user(byte[] bytes, int offset, int length) {
        add(bytes, offset, length);
        flush();
    }

    private void add(byte[] bytes, int offset, int length) {
        tail.add(bytes, offset, length);
        int end = offset + length;
        for (int from = offset; from < end; from += PIECE) {
            lines.add(bytes, from, Math.min(PIECE, end - from));
            if (lines.isLarge()) {
                flush();
            }
        }
    }

    /** Writes what waits. */
    public synchronized void flush() {
        try {
            lines.writeTo(out);
        } catch (IOException nobodyReads) {
            lines.clear();
        }
    }

    /** Base64 of the last 4 KB since the invocation began; does not wait for a writer that is blocked. */
    public String tail() {
        return tail.base64();
    }
}
