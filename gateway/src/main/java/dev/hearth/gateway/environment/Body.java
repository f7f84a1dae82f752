package dev.hearth.gateway.environment;

import io.netty.buffer.ByteBuf;
import java.util.Arrays;

/** A request body as it comes in, bounded; the common body of one piece is copied once. */
final class Body {
    /** Lambda's response limit, and room for an error object's wrapping. */
    private static final int MAX_BYTES = 8 * 1024 * 1024;

    private static final byte[] NONE = {};

    private byte[] bytes = NONE;
    private int length;

    void clear() {
        bytes = NONE;
        length = 0;
    }

    /** Appends; false when it would be too large. */
    boolean add(ByteBuf piece) {
        int more = piece.readableBytes();
        if (length + more > MAX_BYTES) {
            return false;
        }
        if (length + more > bytes.length) {
            bytes = Arrays.copyOf(bytes, length == 0 ? more : Math.max(length + more, 2 * length));
        }
        piece.readBytes(bytes, length, more);
        length += more;
        return true;
    }

    /** Everything so far; the body is empty afterwards. */
    byte[] take() {
        byte[] whole = length == bytes.length ? bytes : Arrays.copyOf(bytes, length);
        clear();
        return whole;
    }

    static byte[] copy(ByteBuf piece) {
        byte[] copy = new byte[piece.readableBytes()];
        piece.readBytes(copy);
        return copy;
    }
}
