package dev.hearth.runtime.log;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import org.junit.jupiter.api.Test;

class LineBufferTest {
    private final LineBuffer lines = new LineBuffer("> ".getBytes(UTF_8));

    @Test
    void writesNothingWhenNothingWaits() throws IOException {
        assertThat(written()).isEmpty();
    }

    @Test
    void prefixesALineOnceThoughItComesInPieces() throws IOException {
        add("a");
        assertThat(written()).isEqualTo("> a");
        add("b\n");
        assertThat(written()).isEqualTo("b\n");
        add("c");
        assertThat(written()).isEqualTo("> c");
    }

    @Test
    void tellsWhetherALineWasUnfinished() throws IOException {
        assertThat(lines.beginLine()).isFalse();
        add("a");
        assertThat(lines.beginLine()).isTrue();
        assertThat(lines.beginLine()).isFalse();
        assertThat(written()).isEqualTo("> a\n");
    }

    @Test
    void isLargeFromSixteenKilobytes() {
        add("x".repeat(16 * 1024 - 3));
        assertThat(lines.isLarge()).isFalse();
        add("x");
        assertThat(lines.isLarge()).isTrue();
        lines.clear();
        assertThat(lines.isLarge()).isFalse();
    }

    private void add(String text) {
        byte[] bytes = text.getBytes(UTF_8);
        lines.add(bytes, 0, bytes.length);
    }

    private String written() throws IOException {
        var out = new ByteArrayOutputStream();
        lines.writeTo(out);
        return out.toString(UTF_8);
    }
}
