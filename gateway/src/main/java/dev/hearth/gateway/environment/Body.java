package dev.hearth.gateway.environment;

import io.netty.buffer.ByteBuf;
import java.util.Arrays;

/** A request body as it comes in, bounded; as large as announced, so that it is copied once. */
final class Body {
    /** Lambda's response limit, and room for an error object's wrapping. */
    static final int MAX_RESULT = 8 * 1024 * 1024;

    /** Of what is not a result, as the error of an init. */
    static final int MAX_OTHER = 256 * 1024;

    private static final byte[] NONE = {};

    private byte[] bytes = NONE;
    private int length;
    private int announced;
    private int limit = MAX_OTHER;

    /** Another body begins. */
    void begin(int expected, int max) {
        clear();
        announced = Math.min(expected, max);
        limit = max;
    }

    void clear() {
        bytes = NONE;
        length = 0;
    }

    /** Whether a part of it has come. */
    boolean hasBegun() {
        return length > 0;
    }

    /** Appends; false when it would be too large. */
    boolean add(ByteBuf piece) {
        int more = piece.readableBytes();
        if (length + more > limit) {
            return false;
        }
        if (length + more > bytes.length) {
            bytes = Arrays.copyOf(bytes, length == 0 ? Math.max(more, announced) : Math.max(length + more, 2 * length));
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
