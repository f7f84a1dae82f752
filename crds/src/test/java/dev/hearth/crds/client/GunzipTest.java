package dev.hearth.crds.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.zip.DataFormatException;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class GunzipTest {
    @ParameterizedTest
    @ValueSource(ints = {0, 1, 200, 32 * 1024, 70_000})
    void readsPiecesOfAnySize(int length) throws Exception {
        byte[] text = text(length);
        byte[] gzip = gzip(text);
        for (int piece : new int[] {1, 3, 9, 10, 11, 1000, gzip.length}) {
            assertThat(gunzip(gzip, piece)).as("in pieces of %d", piece).isEqualTo(text);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {2, 4, 8, 16})
    void refusesOptionalFields(int flag) throws Exception {
        byte[] gzip = gzip(text(100));
        gzip[3] = (byte) flag;

        assertThatThrownBy(() -> gunzip(gzip, gzip.length))
                .isInstanceOf(DataFormatException.class)
                .hasMessageContaining("optional fields");
    }

    /** Half of it compresses well. */
    private static byte[] text(int length) {
        byte[] text = new byte[length];
        Random random = new Random(7);
        for (int i = 0; i < length; i++) {
            text[i] = (byte) (i % 200 < 100 ? 'a' : random.nextInt(256));
        }
        return text;
    }

    private static byte[] gzip(byte[] text) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(bytes)) {
            gzip.write(text);
        }
        return bytes.toByteArray();
    }

    private static byte[] gunzip(byte[] gzip, int piece) throws DataFormatException {
        Gunzip gunzip = new Gunzip();
        List<ByteBuffer> plain = new ArrayList<>();
        for (int at = 0; at < gzip.length; at += piece) {
            gunzip.add(ByteBuffer.wrap(gzip, at, Math.min(piece, gzip.length - at)), plain);
        }
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        plain.forEach(each -> all.write(each.array(), each.position(), each.remaining()));
        return all.toByteArray();
    }
}
