package dev.hearth.gateway.queue.log;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.Random;
import java.util.zip.CRC32C;
import org.junit.jupiter.api.Test;

class ChecksumsTest {
    private static final int SIZE = 9 << 20;
    private static final ByteBuffer BEFORE = ByteBuffer.wrap(new byte[] {1, 2, 3, 4, 5});

    private final Random random = new Random(1);
    private final byte[] bytes = new byte[SIZE];
    private final Checksums sums = new Checksums(ByteBuffer.wrap(bytes));

    ChecksumsTest() {
        random.nextBytes(bytes);
    }

    private int expected(int from, int length) {
        CRC32C sum = new CRC32C();
        sum.update(BEFORE.duplicate());
        sum.update(bytes, from, length);
        return (int) sum.getValue();
    }

    private void check(int from, int length) {
        assertThat(sums.of(BEFORE.duplicate(), from, length))
                .as("%d bytes from %d", length, from)
                .isEqualTo(expected(from, length));
    }

    @Test
    void areThoseOfTheJdkForEveryRange() {
        for (int n = 0; n < 500; n++) {
            int length = random.nextInt(1 << random.nextInt(1, 23));
            check(random.nextInt(SIZE - length), length);
        }
    }

    @Test
    void areThoseOfTheJdkAtTheEdges() {
        check(0, 0);
        check(0, 2_048);
        check(0, 2_049);
        check(1_024, 4_096);
        check(1_023, 4_098);
        check(0, Frame.LONGEST);
        check(SIZE - Frame.LONGEST, Frame.LONGEST);
        check(SIZE - 3_000, 3_000);
    }
}
