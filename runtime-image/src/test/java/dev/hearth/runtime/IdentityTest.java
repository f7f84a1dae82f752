package dev.hearth.runtime;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class IdentityTest {
    @Test
    void isOneValueALine() throws IOException {
        assertThat(
                        read(
                                "127.0.0.1:9001\nid\ntoken\n137\n/folder/state\norders | \n127.0.0.1:9001\n0.0.0.0:9464\n127\n3\n"))
                .isEqualTo(new Identity(
                        "127.0.0.1",
                        9001,
                        "id",
                        "token",
                        "137",
                        Path.of("/folder/state"),
                        "orders | ",
                        Optional.of(InetSocketAddress.createUnresolved("127.0.0.1", 9001)),
                        InetSocketAddress.createUnresolved("0.0.0.0", 9464),
                        "127",
                        3));
    }

    @Test
    void takesEmptyValuesAndAddressesWithColons() throws IOException {
        assertThat(read("[::1]:9001\nid\ntoken\n\n/folder/state\n\n\n127.0.0.1:0\n\n1\n"))
                .isEqualTo(new Identity(
                        "[::1]",
                        9001,
                        "id",
                        "token",
                        "",
                        Path.of("/folder/state"),
                        "",
                        Optional.empty(),
                        InetSocketAddress.createUnresolved("127.0.0.1", 0),
                        "",
                        1));
    }

    @Test
    void namesWhatIsMissing() {
        assertThatThrownBy(() -> read("127.0.0.1:9001\nid\n"))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("no token on standard input");
    }

    private static Identity read(String lines) throws IOException {
        return Identity.read(new ByteArrayInputStream(lines.getBytes(UTF_8)));
    }
}
