package dev.hearth.runtime.log;

import java.util.Arrays;
import java.util.Base64;

/** Last 4 KB of one invocation's log. Thread-safe: a reset asks while a writer may be blocked. */
final class Tail {
    private static final int SIZE = 4096;

    private final byte[] ring = new byte[SIZE];
    private final KeptTail kept;
    private long written;

    Tail(KeptTail kept) {
        this.kept = kept;
    }

    /** @param wanted whether the caller of the invocation that begins wants it */
    synchronized void begin(boolean wanted) {
        written = 0;
        if (wanted) {
            kept.begin();
        }
    }

    /** It was sent. */
    synchronized void sent() {
        kept.forget();
    }

    synchronized void add(byte[] bytes, int offset, int length) {
        int skipped = Math.max(0, length - SIZE);
        written += skipped;
        for (int from = offset + skipped; from < offset + length; ) {
            int at = (int) (written % SIZE);
            int piece = Math.min(SIZE - at, offset + length - from);
            System.arraycopy(bytes, from, ring, at, piece);
            from += piece;
            written += piece;
        }
        if (kept.isOpen()) {
            kept.add(bytes, offset + skipped, length - skipped, this::bytes);
        }
    }

    synchronized String base64() {
        return Base64.getEncoder().encodeToString(bytes());
    }

    private byte[] bytes() {
        if (written <= SIZE) {
            return Arrays.copyOf(ring, (int) written);
        }
        int at = (int) (written % SIZE);
        byte[] ordered = new byte[SIZE];
        System.arraycopy(ring, at, ordered, 0, SIZE - at);
        System.arraycopy(ring, 0, ordered, SIZE - at, at);
        return ordered;
    }
}
