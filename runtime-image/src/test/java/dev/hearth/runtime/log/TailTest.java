package dev.hearth.runtime.log;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.Base64;
import java.util.Random;
import org.junit.jupiter.api.Test;

class TailTest {
    private static final int KEPT = 4096;

    private final Tail tail = new Tail(new KeptTail(Path.of("/nowhere/tail")));

    @Test
    void keepsEverythingUpToFourKilobytes() {
        byte[] whole = bytes(new Random(1), KEPT);

        tail.add(whole, 0, KEPT);

        assertThat(decoded()).isEqualTo(whole);
    }

    @Test
    void keepsTheLastFourKilobytesOfOneLargeArray() {
        byte[] large = bytes(new Random(2), 100_003);

        tail.add(large, 1, large.length - 2);

        assertThat(decoded()).isEqualTo(Arrays.copyOfRange(large, large.length - 1 - KEPT, large.length - 1));
    }

    @Test
    void isEmptyOnceCleared() {
        tail.add(new byte[KEPT + 1], 0, KEPT + 1);

        tail.begin(false);

        assertThat(decoded()).isEmpty();
    }

    @Test
    void behavesLikeAListOfAllBytes() {
        for (int seed = 0; seed < 300; seed++) {
            Random random = new Random(seed);
            Tail ring = new Tail(new KeptTail(Path.of("/nowhere/tail")));
            byte[] model = {};
            for (int step = 0; step < 40; step++) {
                if (random.nextInt(12) == 0) {
                    ring.begin(false);
                    model = new byte[0];
                }
                byte[] more = bytes(random, random.nextInt(random.nextInt(8) == 0 ? 3 * KEPT : 700) + 2);
                int offset = random.nextInt(more.length);
                int length = random.nextInt(more.length - offset + 1);
                ring.add(more, offset, length);
                model = last(join(model, Arrays.copyOfRange(more, offset, offset + length)));
                assertThat(Base64.getDecoder().decode(ring.base64()))
                        .as("seed %d, step %d", seed, step)
                        .isEqualTo(model);
            }
        }
    }

    private byte[] decoded() {
        return Base64.getDecoder().decode(tail.base64());
    }

    private static byte[] last(byte[] all) {
        return Arrays.copyOfRange(all, Math.max(0, all.length - KEPT), all.length);
    }

    private static byte[] join(byte[] left, byte[] right) {
        byte[] both = Arrays.copyOf(left, left.length + right.length);
        System.arraycopy(right, 0, both, left.length, right.length);
        return both;
    }

    private static byte[] bytes(Random random, int length) {
        byte[] bytes = new byte[length];
        random.nextBytes(bytes);
        return bytes;
    }
}
