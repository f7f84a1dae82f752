package dev.hearth.gateway.fleet;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;

/**
 * Lines behind a prefix, each in one write. Control characters would have the terminal do what a function says, such as
 * writing behind another function's name: all but tabs and colours become spaces. Not thread-safe.
 */
final class LinePrinter {
    private static final int MAX_LINE = 8 * 1024;
    private static final int ESCAPE = 0x1b;
    private static final int DELETE = 0x7f;

    private final byte[] prefix;
    private final OutputStream to;
    private final ByteArrayOutputStream line = new ByteArrayOutputStream(256);

    LinePrinter(String prefix, OutputStream to) {
        this.prefix = prefix.getBytes(StandardCharsets.UTF_8);
        this.to = to;
    }

    /** Prints the lines that are whole now, all in one write. */
    void print(byte[] piece, int length) {
        ByteArrayOutputStream whole = new ByteArrayOutputStream(length + prefix.length);
        for (int at = 0; at < length; at++) {
            int b = piece[at];
            if (b == '\n') {
                endLine(whole);
            } else {
                line.write(isHarmful(piece, at, length) ? ' ' : b);
                if (line.size() >= MAX_LINE) {
                    endLine(whole);
                }
            }
        }
        write(whole);
    }

    private static boolean isHarmful(byte[] piece, int at, int length) {
        int b = piece[at];
        if (b == ESCAPE) {
            return !isColour(piece, at + 1, length);
        }
        return (b >= 0 && b < ' ' && b != '\t') || b == DELETE;
    }

    /** {@code [31;1m}, whole in this piece. */
    private static boolean isColour(byte[] piece, int from, int length) {
        if (from >= length || piece[from] != '[') {
            return false;
        }
        int at = from + 1;
        while (at < length && ((piece[at] >= '0' && piece[at] <= '9') || piece[at] == ';')) {
            at++;
        }
        return at < length && piece[at] == 'm';
    }

    private void endLine(ByteArrayOutputStream whole) {
        whole.writeBytes(prefix);
        whole.writeBytes(line.toByteArray());
        whole.write('\n');
        line.reset();
    }

    /** Prints what has no line break. */
    void end() {
        ByteArrayOutputStream last = new ByteArrayOutputStream();
        if (line.size() > 0) {
            endLine(last);
        }
        write(last);
    }

    private void write(ByteArrayOutputStream whole) {
        try {
            whole.writeTo(to);
        } catch (IOException nobodyReads) {
            return;
        }
    }
}
