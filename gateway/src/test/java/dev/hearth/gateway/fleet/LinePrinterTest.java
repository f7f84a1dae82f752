package dev.hearth.gateway.fleet;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class LinePrinterTest {
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final LinePrinter lines = new LinePrinter("f | ", out);

    @Test
    void putsThePrefixBeforeEachLineHoweverItComes() {
        print("one\ntw");
        print("o\n\nthree");
        assertThat(out.toString(UTF_8)).isEqualTo("f | one\nf | two\nf | \n");
        lines.end();

        assertThat(out.toString(UTF_8)).endsWith("f | \nf | three\n");
    }

    @ParameterizedTest
    @MethodSource("controls")
    void tellsTheTerminalNothingButText(String printed, String shown) {
        print(printed + "\n");

        assertThat(out.toString(UTF_8)).isEqualTo("f | " + shown + "\n");
    }

    static Stream<Arguments> controls() {
        return Stream.of(
                Arguments.of("a\0b", "a b"),
                Arguments.of("over\rwritten", "over written"),
                Arguments.of("\r\r", "  "),
                Arguments.of("\u001b[2Jcleared", " [2Jcleared"),
                Arguments.of("\u001b[1;31mred\u001b[0m", "\u001b[1;31mred\u001b[0m"),
                Arguments.of("\u001b]0;title\u0007", " ]0;title "),
                Arguments.of("tab\tstays", "tab\tstays"),
                Arguments.of("grüße", "grüße"));
    }

    @Test
    void passesInvalidTextOnAsItIs() {
        byte[] bytes = {(byte) 0xc3, 'x', (byte) 0xff, '\n'};

        lines.print(bytes, bytes.length);

        assertThat(out.toByteArray()).endsWith(bytes);
    }

    @Test
    void breaksALineWithoutEndAndKeepsNoMoreThanItsBuffer() {
        byte[] piece = "x".repeat(8192).getBytes(ISO_8859_1);
        for (int i = 0; i < 1_000; i++) {
            out.reset();
            lines.print(piece, piece.length);
            assertThat(out.size()).isEqualTo("f | ".length() + piece.length + 1);
        }
    }

    @Test
    void takesMarksOutWhereverPiecesEnd() {
        for (int seed = 0; seed < 200; seed++) {
            Random random = new Random(seed);
            StringBuilder plain = new StringBuilder();
            StringBuilder marked = new StringBuilder();
            for (int i = 0; i < 20; i++) {
                String text = "ab\0hea\0\0hearth-en".substring(0, random.nextInt(16));
                plain.append(text);
                marked.append(text).append(random.nextInt(4) == 0 ? "\0hearth-end\0" : "");
            }
            assertThat(withoutMarks(marked.toString(), random))
                    .as("seed %d", seed)
                    .isEqualTo(plain.toString());
        }
    }

    private static String withoutMarks(String text, Random random) {
        MarkFinder finder = new MarkFinder(16);
        StringBuilder plain = new StringBuilder();
        byte[] all = text.getBytes(ISO_8859_1);
        for (int from = 0; from < all.length; ) {
            byte[] piece = new byte[16];
            int length = Math.min(1 + random.nextInt(16), all.length - from);
            System.arraycopy(all, from, piece, 0, length);
            finder.take(piece, length);
            plain.append(new String(finder.plain(), 0, finder.length(), ISO_8859_1));
            from += length;
        }
        finder.end();
        return plain.append(new String(finder.plain(), 0, finder.length(), ISO_8859_1))
                .toString();
    }

    private void print(String text) {
        byte[] bytes = text.getBytes(UTF_8);
        lines.print(bytes, bytes.length);
    }
}
