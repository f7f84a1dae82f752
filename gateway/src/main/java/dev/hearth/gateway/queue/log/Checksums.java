package dev.hearth.gateway.queue.log;

import java.nio.ByteBuffer;
import java.util.zip.CRC32C;

/**
 * CRC-32C of ranges of a segment. Once the bytes were read, each takes a microsecond, however long its range is: what lies in a damaged
 * record may look like the begin of a long one at every eighth byte, and functions choose it.
 *
 * <p>For the checksum S and bytes a before b, {@code S(ab) = S(a) * x^(8|b|) + S(b)}: polynomials over two elements, modulo that of the
 * checksum. So that of a range follows from those of what ends where it begins and where it ends. Source: zlib, {@code crc32_combine}.
 */
final class Checksums {
    private static final int BLOCK = 1 << 10;
    /** Its highest bit stands for the lowest power, as in every number here. */
    private static final int POLYNOMIAL = 0x82f6_3b78;

    private static final int ONE = 1 << 31;
    /** {@code x^(8n)}. */
    private static final int[] BYTES = powers(ONE >>> 8, BLOCK);
    /** {@code x^(8n)} for n blocks. */
    private static final int[] BLOCKS = powers(multiply(BYTES[BLOCK - 1], BYTES[1]), Frame.LONGEST / BLOCK + 1);

    private final ByteBuffer bytes;
    private final CRC32C sum = new CRC32C();
    /** Of the first n blocks. */
    private final int[] known;

    private int blocks;

    /** @param bytes from index 0 to their limit */
    Checksums(ByteBuffer bytes) {
        this.bytes = bytes;
        this.known = new int[bytes.limit() / BLOCK + 1];
    }

    /**
     * Checksum of other bytes and a range after them.
     *
     * @param length at most {@link Frame#LONGEST}
     */
    int of(ByteBuffer before, int from, int length) {
        if (length <= 2 * BLOCK) {
            return direct(before, bytes.slice(from, length));
        }
        int range = upTo(from + length) ^ behind(upTo(from), length);
        return behind(direct(before), length) ^ range;
    }

    private int upTo(int end) {
        int rest = end % BLOCK;
        return multiply(blocks(end / BLOCK), BYTES[rest]) ^ direct(bytes.slice(end - rest, rest));
    }

    private int blocks(int count) {
        for (; blocks < count; blocks++) {
            sum.update(bytes.slice(blocks * BLOCK, BLOCK));
            known[blocks + 1] = (int) sum.getValue();
        }
        return known[count];
    }

    private static int behind(int sum, int length) {
        return multiply(multiply(sum, BLOCKS[length / BLOCK]), BYTES[length % BLOCK]);
    }

    private static int direct(ByteBuffer... parts) {
        CRC32C sum = new CRC32C();
        for (ByteBuffer part : parts) {
            sum.update(part);
        }
        return (int) sum.getValue();
    }

    private static int[] powers(int base, int count) {
        int[] powers = new int[count];
        powers[0] = ONE;
        for (int n = 1; n < count; n++) {
            powers[n] = multiply(powers[n - 1], base);
        }
        return powers;
    }

    /** Without branches: which bits there are cannot be foretold. */
    private static int multiply(int a, int b) {
        int product = 0;
        int factor = b;
        for (int bits = a; bits != 0; bits <<= 1) {
            product ^= factor & (bits >> 31);
            factor = (factor >>> 1) ^ (POLYNOMIAL & -(factor & 1));
        }
        return product;
    }
}
