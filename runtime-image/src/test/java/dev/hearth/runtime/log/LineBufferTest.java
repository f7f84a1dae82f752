package dev.hearth.runtime.log;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

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

    @ParameterizedTest
    @MethodSource("controls")
    void tellsATerminalThatFunctionsShareNothingButText(String printed, String shown) throws IOException {
        add(printed + "\n");

        assertThat(written()).isEqualTo("> " + shown + "\n");
    }

    @Test
    void findsAControlCharacterWhoseBytesComeOneByOne() throws IOException {
        for (byte each : "\u009b2J\n".getBytes(UTF_8)) {
            lines.add(new byte[] {each}, 0, 1);
        }

        assertThat(written()).isEqualTo("> \ufffd 2J\n");
    }

    static Stream<Arguments> controls() {
        return Stream.of(
                Arguments.of("a\0b", "a b"),
                Arguments.of("over\rwritten", "over written"),
                Arguments.of("\r\r", "  "),
                Arguments.of("\u001b[2Jcleared", " [2Jcleared"),
                Arguments.of("\u001b[1;31mred\u001b[0m", "\u001b[1;31mred\u001b[0m"),
                Arguments.of("\u001b]0;title\u0007", " ]0;title "),
                Arguments.of("\u009b2Jcleared", "\ufffd 2Jcleared"),
                Arguments.of("space\u00a0stays", "space\u00a0stays"),
                Arguments.of("tab\tstays", "tab\tstays"),
                Arguments.of("grüße", "grüße"));
    }

    @Test
    void leavesTheLogOfAPodAsItIs() throws IOException {
        LineBuffer pod = new LineBuffer(new byte[0]);
        byte[] bytes = "a\0\r\u001b[2J\n".getBytes(UTF_8);

        pod.add(bytes, 0, bytes.length);

        var out = new ByteArrayOutputStream();
        pod.writeTo(out);
        assertThat(out.toByteArray()).isEqualTo(bytes);
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
