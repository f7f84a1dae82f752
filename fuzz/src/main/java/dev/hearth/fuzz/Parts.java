package dev.hearth.fuzz;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Reads an input from its beginning, for targets whose subject is not bytes. Never fails: what is not there any more is
 * empty or 0. A part ends at the byte 0xFF, which neither ASCII nor UTF-8 has, so that inputs stay readable.
 */
public final class Parts {
    private static final byte END = (byte) 0xFF;

    private final byte[] input;
    private int at;

    public Parts(byte[] input) {
        this.input = input;
    }

    /** Whether there is more. */
    public boolean hasMore() {
        return at < input.length;
    }

    /** A number from 0 to 255. */
    public int number() {
        return at < input.length ? input[at++] & 0xFF : 0;
    }

    /** The bytes of the next part. */
    public byte[] bytes() {
        int start = Math.min(at, input.length);
        int end = start;
        while (end < input.length && input[end] != END) {
            end++;
        }
        at = end + 1;
        return Arrays.copyOfRange(input, start, end);
    }

    /** The next part as UTF-8; what is none becomes U+FFFD. */
    public String text() {
        return new String(bytes(), StandardCharsets.UTF_8);
    }

    /** The next part, one character for each byte. */
    public String latin1() {
        return new String(bytes(), StandardCharsets.ISO_8859_1);
    }

    /** All that is left. */
    public byte[] rest() {
        int start = Math.min(at, input.length);
        at = input.length;
        return Arrays.copyOfRange(input, start, input.length);
    }
}
