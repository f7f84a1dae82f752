package dev.hearth.runtime.log;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;

/**
 * Bytes on their way out, with a prefix before each line. Lines behind a prefix share a terminal with those of other functions:
 * control characters that would have it write elsewhere become spaces, all but tabs and colours. Not thread-safe.
 */
final class LineBuffer {
    static final byte[] LINE_BREAK = {'\n'};
    private static final int LARGE = 16 * 1024;
    private static final int ESCAPE = 0x1b;
    private static final int DELETE = 0x7f;

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
            atLineStart = to > from && bytes[to - 1] == '\n';
            from = to;
            if (from < end && !atLineStart) {
                waiting.write(' ');
                from++;
            }
        }
    }

    /** End of the line, or of what can be shown of it. Without a prefix lines need not be told apart, but for the last. */
    private int lineEnd(byte[] bytes, int from, int end) {
        if (prefix.length == 0) {
            return end;
        }
        for (int at = from; at < end; at++) {
            int b = bytes[at];
            if (b == '\n') {
                return at + 1;
            }
            if (isControl(b) && isHarmful(bytes, at, end)) {
                return at;
            }
        }
        return end;
    }

    private static boolean isControl(int b) {
        return (b >= 0 && b < ' ') || b == DELETE;
    }

    private static boolean isHarmful(byte[] bytes, int at, int end) {
        return bytes[at] != '\t' && !(bytes[at] == ESCAPE && isColour(bytes, at + 1, end));
    }

    /** {@code [31;1m}, whole. */
    private static boolean isColour(byte[] bytes, int from, int end) {
        if (from >= end || bytes[from] != '[') {
            return false;
        }
        int at = from + 1;
        while (at < end && ((bytes[at] >= '0' && bytes[at] <= '9') || bytes[at] == ';')) {
            at++;
        }
        return at < end && bytes[at] == 'm';
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
