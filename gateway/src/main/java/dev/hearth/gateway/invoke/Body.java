package dev.hearth.gateway.invoke;

import dev.hearth.gateway.memory.Grant;
import dev.hearth.gateway.memory.Holding;
import io.netty.buffer.ByteBuf;
import java.util.Arrays;

/**
 * A request's body as it arrives. Grows with the bytes that are there, not with those that were announced; every byte of it is
 * held. The copy that growing leaves behind is garbage at once and is not: it would make what a caller may send depend on the
 * sizes of the pieces in which it comes.
 */
final class Body {
    private static final int FIRST_BYTES = 1_024;
    private static final byte[] EMPTY_OBJECT = {'{', '}'};
    private static final byte[] NONE = {};

    private final Holding holding;
    private final int announced;
    private byte[] bytes = NONE;
    private int length;

    /** @param announced its length; negative: not known */
    Body(Holding holding, long announced) {
        this.holding = holding;
        this.announced = (int) Math.min(announced, Integer.MAX_VALUE);
    }

    /** Takes a piece over, or nothing of it: then there is no memory for it. */
    Grant append(ByteBuf piece) {
        int more = piece.readableBytes();
        Grant grant = length + more > bytes.length ? enlarge(size(length + more)) : Grant.GRANTED;
        if (grant.isGranted()) {
            piece.readBytes(bytes, length, more);
            length += more;
        }
        return grant;
    }

    /** Twice as much as before, but not more than was announced. */
    private int size(int needed) {
        int wanted = Math.max(bytes.length * 2, FIRST_BYTES);
        return Math.max(needed, announced < 0 ? wanted : Math.min(wanted, announced));
    }

    private Grant enlarge(int size) {
        Grant grant = holding.grow(size - bytes.length);
        if (grant.isGranted()) {
            bytes = Arrays.copyOf(bytes, size);
        }
        return grant;
    }

    /** Nothing more comes: what was taken in advance is given back. */
    void end() {
        if (length < bytes.length) {
            holding.shrink(bytes.length - length);
            bytes = Arrays.copyOf(bytes, length);
        }
    }

    /** What was sent, which a signature is for; known at its end. */
    byte[] sent() {
        return bytes;
    }

    /** The event that was sent: an empty object for no bytes. */
    static byte[] event(byte[] sent) {
        return sent.length == 0 ? EMPTY_OBJECT.clone() : sent;
    }
}
