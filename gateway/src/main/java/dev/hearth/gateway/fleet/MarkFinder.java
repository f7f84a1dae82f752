package dev.hearth.gateway.fleet;

import dev.hearth.protocol.RawOutputMark;

/** Takes marks out of a stream of bytes that comes in pieces. Not thread-safe. */
final class MarkFinder {
    private static final byte[] MARK = RawOutputMark.bytes();

    private final byte[] plain;
    private int length;
    private int matched;
    private boolean found;

    /** @param piece the most bytes that come at once */
    MarkFinder(int piece) {
        plain = new byte[piece + MARK.length];
    }

    /** Takes the next piece; what may be the beginning of a mark is held back. */
    void take(byte[] piece, int count) {
        length = 0;
        found = false;
        for (int at = 0; at < count; at++) {
            take(piece[at]);
        }
    }

    private void take(byte next) {
        if (next != MARK[matched]) {
            release();
        }
        if (next != MARK[matched]) {
            plain[length++] = next;
        } else if (++matched == MARK.length) {
            matched = 0;
            found = true;
        }
    }

    /** Nothing more comes: what was held back was no mark. */
    void end() {
        length = 0;
        release();
    }

    private void release() {
        System.arraycopy(MARK, 0, plain, length, matched);
        length += matched;
        matched = 0;
    }

    /** What the last piece had besides, from the beginning of this array. */
    byte[] plain() {
        return plain;
    }

    int length() {
        return length;
    }

    /** Whether the last piece had a mark, or the end of one. */
    boolean hasFound() {
        return found;
    }
}
