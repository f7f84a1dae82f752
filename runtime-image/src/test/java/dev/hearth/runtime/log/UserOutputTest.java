package dev.hearth.runtime.log;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class UserOutputTest {
    private final List<String> writes = new ArrayList<>();
    private final PrintStream stream = UserOutput.stream(new EnvironmentLog(
            new ByteArrayOutputStream() {
                @Override
                public void write(byte[] bytes, int offset, int length) {
                    writes.add(new String(bytes, offset, length, UTF_8));
                }
            },
            "",
            OutputStream.nullOutputStream(),
            Path.of("/nowhere/tail")));

    @Test
    void writesALineInOnePiece() {
        stream.println("grüße");
        stream.println((Object) "object");
        stream.println((String) null);

        assertThat(writes).containsExactly("grüße\n", "object\n", "null\n");
    }

    @Test
    void showsWhatHasNoLineBreakYet() {
        stream.print('a');
        stream.write('b');
        stream.printf("%d", 3);
        stream.append("d");

        assertThat(String.join("", writes)).isEqualTo("ab3d");
    }

    @Test
    void cannotBeClosed() {
        try (PrintWriter writer = new PrintWriter(stream)) {
            writer.println("last");
        }

        stream.println("and yet");

        assertThat(String.join("", writes)).isEqualTo("last\nand yet\n");
        assertThat(stream.checkError()).isFalse();
    }
}
