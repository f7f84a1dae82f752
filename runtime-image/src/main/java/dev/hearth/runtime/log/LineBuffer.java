package dev.hearth.runtime.log;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;

/** Bytes on their way out, with a prefix before each line. Not thread-safe. */
final class LineBuffer {
    static final byte[] LINE_BREAK = {'\n'};
    private static final int LARGE = 16 * 1024;

    private final byte[] prefix;
    private final ByteArrayOutputStream waiting = new ByteArrayOutputStream(1024);
    private boolean atLineStart = true;

    LineBuffer(byte[] prefix) {
        this.prefix = prefix;
    }

    /** Ends an unfinished line; whether there was one. */
    boolean beginLine() {
        boolean unfinished = !atLineStart;
        if (unfinished) {
            add(LINE_BREAK, 0, 1);
        }
        return unfinished;
    }

    void add(byte[] bytes, int offset, int length) {
        int end = offset + length;
        for (int from = offset; from < end; ) {
            if (atLineStart) {
                waiting.writeBytes(prefix);
            }
            int to = lineEnd(bytes, from, end);
            waiting.write(bytes, from, to - from);
            atLineStart = bytes[to - 1] == '\n';
            from = to;
        }
    }

    /** Without a prefix lines need not be told apart, but for the last. */
    private int lineEnd(byte[] bytes, int from, int end) {
        if (prefix.length == 0) {
            return end;
        }
        for (int at = from; at < end; at++) {
            if (bytes[at] == '\n') {
                return at + 1;
            }
        }
        return end;
    }

    boolean isLarge() {
        return waiting.size() >= LARGE;
    }

    void writeTo(OutputStream out) throws IOException {
        if (waiting.size() > 0) {
            waiting.writeTo(out);
            waiting.reset();
        }
    }

    void clear() {
        waiting.reset();
    }
}
