package dev.hearth.gateway.invoke;

import io.netty.buffer.ByteBuf;
import java.util.Arrays;

/**
 * A request's body as it arrives. Grows with the bytes that are there, not with those that were announced, and takes
 * memory beyond the first 64 KiB from the budget of all connections.
 */
final class Body {
    private static final int FREE_BYTES = 64 * 1024;
    private static final byte[] EMPTY_OBJECT = {'{', '}'};

    private final BodyBudget budget;
    private byte[] bytes;
    private int length;
    private long reserved;

    Body(BodyBudget budget, long announced) {
        this.budget = budget;
        this.bytes = new byte[announced < 0 ? 1_024 : (int) Math.min(announced, FREE_BYTES)];
    }

    /** Takes a piece over; false: there is no memory for it. */
    boolean append(ByteBuf piece) {
        int more = piece.readableBytes();
        if (length + more > bytes.length && !grow(length + more)) {
            return false;
        }
        piece.readBytes(bytes, length, more);
        length += more;
        return true;
    }

    private boolean grow(int needed) {
        int size = Math.max(needed, bytes.length * 2);
        if (size > FREE_BYTES) {
            long more = size - reserved;
            if (!budget.reserve(more)) {
                return false;
            }
            reserved += more;
        }
        bytes = Arrays.copyOf(bytes, size);
        return true;
    }

    /** What was sent, which a signature is for. */
    byte[] sent() {
        return length == bytes.length ? bytes : Arrays.copyOf(bytes, length);
    }

    /** The event that was sent: an empty object for no bytes. */
    static byte[] event(byte[] sent) {
        return sent.length == 0 ? EMPTY_OBJECT.clone() : sent;
    }

    /** Gives the memory back; the body is used no more. */
    void release() {
        if (reserved > 0) {
            budget.release(reserved);
            reserved = 0;
        }
    }
}
