package dev.hearth.gateway.queue.log;

import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/**
 * How a record lies in its segment:
 *
 * <pre>
 *   mark (4) | length of the body (4) | checksum (4) | body: kind (1), number of the event (8), content
 * </pre>
 *
 * <p>The checksum is over the segment's secret, the record's own place, its length and its body. So bytes that look like a record
 * are one only where it was written: not in another place, and not inside an event of somebody who knows this format.
 */
final class Frame {
    static final int HEAD = 12;
    private static final int MARK = 0x48_45_56_31;
    private static final int BODY = 9;
    /** A payload of a megabyte and a result of six, and what goes with them. */
    static final int LONGEST = 8 << 20;

    private Frame() {}

    /** What a record does. */
    enum Kind {
        /** The content is an event. */
        ACCEPT(1),
        /** The content is how far it has come. */
        NOTE(2),
        /** It is done with. */
        REMOVE(3),
        /** The content is an event and what became of it, in the place of all that was known. */
        SETTLE(4),
        /** The same, written anew: it counts only if the one before is gone. */
        SETTLED(5);

        final byte code;

        Kind(int code) {
            this.code = (byte) code;
        }

        private static @Nullable Kind of(byte code) {
            return switch (code) {
                case 1 -> ACCEPT;
                case 2 -> NOTE;
                case 3 -> REMOVE;
                case 4 -> SETTLE;
                case 5 -> SETTLED;
                default -> null;
            };
        }
    }

    /**
     * A record that was read.
     *
     * @param code of its {@link Kind}, or of one that a later release has
     */
    record Read(byte code, long number, byte[] content, int length) {
        /** Empty: a later release wrote it. */
        Optional<Kind> kind() {
            return Optional.ofNullable(Kind.of(code));
        }
    }

    static int length(byte[] content) {
        return HEAD + BODY + content.length;
    }

    /** Writes a record that will lie at {@code place} of the segment. */
    static void write(ByteBuffer out, long secret, long place, byte code, long number, byte[] content) {
        int start = out.position();
        int length = BODY + content.length;
        out.putInt(MARK).putInt(length).putInt(0);
        out.put(code).putLong(number).put(content);
        out.putInt(start + 8, checksum(secret, place, out.slice(start + HEAD, length)));
    }

    /** Reads a record that lies alone; see {@link #read(ByteBuffer, int, Checksums, long, long)}. */
    static @Nullable Read read(ByteBuffer in, long secret, long place) {
        return read(in, 0, new Checksums(in), secret, place);
    }

    /**
     * Reads a record.
     *
     * @param in bytes of its segment
     * @param at where in them it begins
     * @param sums of these bytes
     * @param place where in its segment it begins
     * @return null: there is none, or it is damaged
     */
    static @Nullable Read read(ByteBuffer in, int at, Checksums sums, long secret, long place) {
        if (at + HEAD + BODY > in.limit() || in.getInt(at) != MARK) {
            return null;
        }
        int length = in.getInt(at + 4);
        if (length < BODY || length > LONGEST || at + HEAD + length > in.limit()) {
            return null;
        }
        if (in.getInt(at + 8) != sums.of(context(secret, place, length), at + HEAD, length)) {
            return null;
        }
        ByteBuffer body = in.slice(at + HEAD, length);
        byte code = body.get();
        long number = body.getLong();
        byte[] content = new byte[body.remaining()];
        body.get(content);
        return new Read(code, number, content, HEAD + length);
    }

    private static int checksum(long secret, long place, ByteBuffer body) {
        CRC32C sum = new CRC32C();
        sum.update(context(secret, place, body.remaining()));
        sum.update(body);
        return (int) sum.getValue();
    }

    private static ByteBuffer context(long secret, long place, int length) {
        return ByteBuffer.allocate(20)
                .putLong(secret)
                .putLong(place)
                .putInt(length)
                .flip();
    }
}
