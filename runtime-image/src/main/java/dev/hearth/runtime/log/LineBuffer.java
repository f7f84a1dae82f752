package dev.hearth.runtime.log;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;

/**
 * Bytes on their way out, with a prefix before each line. Lines behind a prefix share a terminal with those of other functions:
 * control characters that would have it write elsewhere become spaces, all but tabs and colours. Those of C1 too, which have two bytes
 * in UTF-8. Not thread-safe.
 */
final class LineBuffer {
    static final byte[] LINE_BREAK = {'\n'};
    private static final int LARGE = 16 * 1024;
    private static final int ESCAPE = 0x1b;
    private static final int DELETE = 0x7f;
    private static final byte FIRST_OF_C1 = (byte) 0xc2;

    private final byte[] prefix;
    private final ByteArrayOutputStream waiting = new ByteArrayOutputStream(1024);
    private boolean atLineStart = true;
    /** The byte before those that come next. */
    private byte last;

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
            int to = lineEnd(bytes, from, end, from > offset ? bytes[from - 1] : last);
            waiting.write(bytes, from, to - from);
            atLineStart = to > from && bytes[to - 1] == '\n';
            from = to;
            if (from < end && !atLineStart) {
                waiting.write(' ');
                from++;
            }
        }
        last = length > 0 ? bytes[end - 1] : last;
    }

    /** End of the line, or of what can be shown of it. Without a prefix lines need not be told apart, but for the last. */
    private int lineEnd(byte[] bytes, int from, int end, byte before) {
        if (prefix.length == 0) {
            return end;
        }
        byte previous = before;
        for (int at = from; at < end; at++) {
            byte b = bytes[at];
            if (b == '\n') {
                return at + 1;
            }
            if ((isControl(b) && isHarmful(bytes, at, end)) || isC1(previous, b)) {
                return at;
            }
            previous = b;
        }
        return end;
    }

    private static boolean isControl(int b) {
        return (b >= 0 && b < ' ') || b == DELETE;
    }

    /** The second byte of U+0080 to U+009F. */
    private static boolean isC1(byte previous, byte b) {
        return previous == FIRST_OF_C1 && (b & 0xe0) == 0x80;
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
