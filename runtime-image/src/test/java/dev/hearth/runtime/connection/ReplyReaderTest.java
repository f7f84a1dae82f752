package dev.hearth.runtime.connection;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

class ReplyReaderTest {
    private static final byte[] TWO = ("HTTP/1.1 200 OK\r\nContent-Length: 5\r\nX-One:  a: b \r\nempty:\r\n\r\nhello"
                    + "HTTP/1.1 204 No Content\r\n\r\n")
            .getBytes(ISO_8859_1);

    @Test
    void readsOneAnswerAfterTheOtherWhereverThePiecesEnd() throws IOException {
        for (int first = 0; first <= TWO.length; first++) {
            for (int piece : new int[] {1, 2, 7, 1000}) {
                ReplyReader reader = new ReplyReader(new Pieces(TWO, first, piece));

                Reply hello = reader.read();
                Reply nothing = reader.read();

                assertThat(hello.status()).isEqualTo(200);
                assertThat(hello.headers()).containsExactly("Content-Length", "5", "X-One", "a: b", "empty", "");
                assertThat(hello.body()).asString().isEqualTo("hello");
                assertThat(nothing.status()).isEqualTo(204);
                assertThat(nothing.body()).isEmpty();
            }
        }
    }

    @Test
    void noticesTheEndOfTheConnectionAtEveryByte() throws IOException {
        for (int length = 0; length < TWO.length; length++) {
            ReplyReader reader = new ReplyReader(new ByteArrayInputStream(TWO, 0, length));
            if (length >= TWO.length - "HTTP/1.1 204 No Content\r\n\r\n".length()) {
                reader.read();
            }
            assertThatThrownBy(reader::read)
                    .isInstanceOf(EOFException.class)
                    .hasMessageContaining("the gateway has closed the connection");
        }
    }

    @Test
    void readsLargeBodiesWhole() throws IOException {
        byte[] body = new byte[6_291_456];
        new Random(3).nextBytes(body);
        byte[] head = ("HTTP/1.1 200 OK\r\ncontent-length: " + body.length + "\r\n\r\n").getBytes(ISO_8859_1);
        byte[] all = Arrays.copyOf(head, head.length + body.length);
        System.arraycopy(body, 0, all, head.length, body.length);

        Reply reply = new ReplyReader(new Pieces(all, 100, 65_536)).read();

        assertThat(Arrays.equals(reply.body(), body)).isTrue();
    }

    @Test
    void readsLargeHeadsUpToSixtyFourKilobytes() throws IOException {
        String value = "v".repeat(60_000);
        byte[] all = ("HTTP/1.1 200 OK\r\nlarge: " + value + "\r\n\r\n").getBytes(ISO_8859_1);

        assertThat(new ReplyReader(new Pieces(all, 1, 1500)).read().header("Large"))
                .contains(value);
    }

    @Test
    void refusesALineWithoutEnd() {
        byte[] endless = new byte[200_000];

        assertThatThrownBy(() -> new ReplyReader(new ByteArrayInputStream(endless)).read())
                .isInstanceOf(IOException.class)
                .hasMessageContaining("more than 65536 bytes");
    }

    @Test
    void refusesWhatIsNotHttp() {
        for (String garbage : new String[] {
            "hello\r\n",
            "\n\n",
            "HTTP/1.1 abc OK\r\n\r\n",
            "HTTP/1.1 200 OK\r\nno colon\r\n\r\n",
            "HTTP/1.1 200 OK\r\nContent-Length: x\r\n\r\n",
            "HTTP/1.1 200 OK\r\nContent-Length: -1\r\n\r\n"
        }) {
            assertThatThrownBy(() -> new ReplyReader(new ByteArrayInputStream(garbage.getBytes(ISO_8859_1))).read())
                    .as(garbage)
                    .isInstanceOf(IOException.class);
        }
    }

    /** Gives the first bytes in one read, the rest in pieces. */
    private static final class Pieces extends InputStream {
        private final byte[] bytes;
        private final int piece;
        private int next;
        private int border;

        private Pieces(byte[] bytes, int first, int piece) {
            this.bytes = bytes;
            this.border = first;
            this.piece = piece;
        }

        @Override
        public int read() {
            throw new UnsupportedOperationException();
        }

        @Override
        public int read(byte[] target, int offset, int length) {
            if (next == bytes.length) {
                return -1;
            }
            int count = Math.min(length, next < border ? border - next : Math.min(piece, bytes.length - next));
            System.arraycopy(bytes, next, target, offset, count);
            next += count;
            return count;
        }
    }
}
