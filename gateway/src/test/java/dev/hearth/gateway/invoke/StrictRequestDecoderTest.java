package dev.hearth.gateway.invoke;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.http.HttpObject;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StrictRequestDecoderTest {
    private final EmbeddedChannel channel = new EmbeddedChannel(
            new StrictRequestDecoder(InvokeSettings.of("127.0.0.1", 0, "us-east-1", "000000000000")));

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

    private HttpObject head(String version, String header) {
        String request = "GET / " + version + "\r\n" + header + "\r\n\r\n";
        channel.writeInbound(Unpooled.wrappedBuffer(request.getBytes(StandardCharsets.US_ASCII)));
        return channel.readInbound();
    }
}
