package dev.hearth.gateway.listen;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.http.HttpObject;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StrictRequestDecoderTest {
    private final EmbeddedChannel channel = new EmbeddedChannel(new StrictRequestDecoder(8 * 1024, 32 * 1024));

    @ParameterizedTest
    @ValueSource(strings = {"HTTP/2.0", "HTTP/2.1", "HTTP/0.9", "http/1.1", "HtTP/1.1", "ICAP/1.0"})
    void refusesWhatIsNotHttp1(String version) {
        assertThat(head(version, "Host: a").decoderResult().isFailure()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"HTTP/1.1", "HTTP/1.0"})
    void readsHttp1(String version) {
        assertThat(head(version, "Host: a").decoderResult().isSuccess()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Transfer-Encoding: gzip",
                "Transfer-Encoding: gzip, chunked",
                "Transfer-Encoding: V gzip, chunked",
                "Transfer-Encoding: chunked, chunked",
                "Transfer-Encoding: xchunked",
                "Transfer-Encoding:",
                "Transfer-Encoding: identity\r\nTransfer-Encoding: chunked",
                "Transfer-Encoding: chunked\r\nContent-Length: 1"
            })
    void refusesEveryCodingButChunked(String header) {
        assertThat(head("HTTP/1.1", header).decoderResult().isFailure()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"Transfer-Encoding: chunked", "transfer-encoding:Chunked"})
    void readsChunked(String header) {
        assertThat(head("HTTP/1.1", header).decoderResult().isSuccess()).isTrue();
    }

    @Test
    void readsAHundredHeaders() {
        assertThat(head("HTTP/1.1", "a:\r\n".repeat(100) + "b: 1")
                        .decoderResult()
                        .isSuccess())
                .isTrue();
    }

    /** Each takes four bytes on the wire and a hundred in memory. */
    @Test
    void refusesManyHeaders() {
        assertThat(head("HTTP/1.1", "a:\r\n".repeat(200) + "b: 1")
                        .decoderResult()
                        .cause())
                .hasMessageContaining("more than 128 headers");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "a: 1\r\n 2\r\n\r\n",
                "a: 1\r\n\t2\r\n\r\n",
                "a: 1\r\nb: 2\r\n \r\n\r\n",
                " a: 1\r\n\r\n",
                "a:\r\n 1\r\nb: 2\r\n\r\n",
                "Transfer-Encoding: chunked\r\n\r\n0\r\na: 1\r\n 2\r\n\r\n",
                "Transfer-Encoding: chunked\r\n\r\n1\r\n \r\n0\r\na: 1\r\nb: 2\r\n\t3\r\n\r\n"
            })
    void refusesFoldedLinesHoweverTheyCome(String rest) {
        for (int piece : new int[] {1, 2, 3, 7, 1_000}) {
            List<Throwable> failures = failures("POST / HTTP/1.1\r\n" + rest + "GET / HTTP/1.1\r\n\r\n", piece);

            assertThat(failures).singleElement().asString().contains("in another line");
        }
    }

    @Test
    void aBodyMayBeginWithASpace() {
        String requests = "POST / HTTP/1.1\r\nContent-Length: 6\r\n\r\n 1\r\n 2" + "\r\n"
                + "POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n6\r\n 1\r\n 2\r\n0\r\na: 1\r\n\r\n"
                + " GET / HTTP/1.1\r\na: 1\r\n\r\n";
        for (int piece : new int[] {1, 2, 3, 7, 1_000}) {
            assertThat(failures(requests, piece)).isEmpty();
        }
    }

    private List<Throwable> failures(String requests, int piece) {
        EmbeddedChannel pieces = new EmbeddedChannel(new StrictRequestDecoder(8 * 1024, 32 * 1024));
        byte[] bytes = requests.getBytes(StandardCharsets.US_ASCII);
        for (int at = 0; at < bytes.length; at += piece) {
            pieces.writeInbound(Unpooled.copiedBuffer(bytes, at, Math.min(piece, bytes.length - at)));
        }
        List<Throwable> failures = pieces.inboundMessages().stream()
                .map(message -> ((HttpObject) message).decoderResult().cause())
                .filter(Objects::nonNull)
                .toList();
        pieces.finishAndReleaseAll();
        return failures;
    }

    private HttpObject head(String version, String header) {
        String request = "GET / " + version + "\r\n" + header + "\r\n\r\n";
        channel.writeInbound(Unpooled.wrappedBuffer(request.getBytes(StandardCharsets.US_ASCII)));
        return channel.readInbound();
    }
}
