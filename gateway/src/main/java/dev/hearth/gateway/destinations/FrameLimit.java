package dev.hearth.gateway.destinations;

import io.nats.client.impl.SocketDataPort;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/**
 * Connection to somebody's server of NATS that ends when the server announces a message, or sends a line, of a size that no answer has, or
 * JSON that may be nested deeper than any is. The client makes room for whatever is announced, and a stack for whatever is nested: one line
 * from a hostile server would take two gigabytes, or end the thread that sends. Public since the client makes it by its name.
 */
public final class FrameLimit extends SocketDataPort {
    private static final int MAX_LINE = 64 << 10;
    private static final int MAX_MESSAGE = 1 << 20;
    private static final int MAX_DIGITS = 7;
    /** Of a line or a message: what closes again is not counted off, since it may stand in a text. */
    private static final int MAX_BRACKETS = 256;

    private final byte[] line = new byte[MAX_LINE];
    private int length;
    private long toSkip;
    private int brackets;

    @Override
    public int read(byte[] into, int offset, int most) throws IOException {
        int count = super.read(into, offset, most);
        for (int at = offset; at < offset + count; at++) {
            bound(into[at]);
            if (toSkip > 0) {
                skip();
            } else {
                take(into[at]);
            }
        }
        return count;
    }

    private void bound(byte next) throws IOException {
        brackets += next == '[' || next == '{' ? 1 : 0;
        if (brackets > MAX_BRACKETS) {
            throw new IOException("the server sends JSON of more than " + MAX_BRACKETS + " objects and lists");
        }
    }

    private void skip() {
        toSkip--;
        brackets = toSkip == 0 ? 0 : brackets;
    }

    /** Lines end with both, and have neither within: the client reads them in the same way then. */
    private void take(byte next) throws IOException {
        boolean wasReturn = length > 0 && line[length - 1] == '\r';
        if (wasReturn != (next == '\n')) {
            throw new IOException("the server does not speak NATS: a line end is torn");
        }
        if (wasReturn) {
            judge(new String(line, 0, length - 1, StandardCharsets.ISO_8859_1));
            length = 0;
            brackets = 0;
        } else if (length == MAX_LINE) {
            throw new IOException("the server sends a line of more than " + MAX_LINE + " bytes");
        } else {
            line[length++] = next;
        }
    }

    private void judge(String text) throws IOException {
        String[] words = text.split("[ \t]+", -1);
        String operation = words[0].toUpperCase(Locale.ROOT);
        if (operation.equals("MSG") || operation.equals("HMSG")) {
            for (String word : words) {
                if (word.matches("\\d+") && size(word) > MAX_MESSAGE) {
                    throw new IOException("the server announces a message of " + word + " bytes");
                }
            }
            toSkip = size(words[words.length - 1]) + 2;
        }
    }

    private static long size(String digits) throws IOException {
        if (!digits.matches("\\d+")) {
            throw new IOException("the server announces a message without a size");
        }
        return digits.length() > MAX_DIGITS ? Long.MAX_VALUE / 2 : Long.parseLong(digits);
    }
}
