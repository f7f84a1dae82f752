package dev.hearth.runtime.connection;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;

class RequestTest {
    @Test
    void isHeadAndBodyInOnePiece() {
        byte[] request = Request.post("/path").header("Name", "value").with("body and more".getBytes(UTF_8), 4);

        assertThat(request)
                .asString()
                .isEqualTo("POST /path HTTP/1.1\r\nHost: gateway\r\nName: value\r\nContent-Length: 4\r\n\r\nbody");
    }

    @Test
    void announcesChunks() {
        assertThat(Request.get("/path").chunked().head())
                .asString()
                .isEqualTo("GET /path HTTP/1.1\r\nHost: gateway\r\nTransfer-Encoding: chunked\r\n\r\n");
    }

    @Test
    void chunksCarryTheirSizeInHexAndTrailersEndThem() throws IOException {
        var out = new ByteArrayOutputStream();
        ChunkedBody body = new ChunkedBody(out);

        body.chunk("<hello world, hello>".getBytes(UTF_8), 1, 18);
        body.chunk("left out".getBytes(UTF_8), 3, 0);
        body.chunk("x".getBytes(UTF_8), 0, 1);
        body.end(List.of("Trailer-One", "a", "Trailer-Two", "b"));

        assertThat(out.toString(UTF_8))
                .isEqualTo("12\r\nhello world, hello\r\n1\r\nx\r\n0\r\nTrailer-One: a\r\nTrailer-Two: b\r\n\r\n");
    }

    @Test
    void aBodyWithoutChunksOrTrailersIsOnlyItsEnd() throws IOException {
        var out = new ByteArrayOutputStream();

        new ChunkedBody(out).end(List.of());

        assertThat(out.toString(UTF_8)).isEqualTo("0\r\n\r\n");
    }
}
