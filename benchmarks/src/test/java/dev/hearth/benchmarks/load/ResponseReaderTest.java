package dev.hearth.benchmarks.load;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ResponseReaderTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello",
                "HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n5\r\nhello\r\n0\r\n\r\n",
                "HTTP/1.1 204 No Content\r\nDate: today\r\n\r\n"
            })
    void isCompleteWithTheLastByteAndNotBefore(String response) {
        ResponseReader reader = new ResponseReader();

        for (int i = 0; i < response.length() - 1; i++) {
            assertThat(reader.accept(bytes(response.substring(i, i + 1))))
                    .as("after byte %d of %s", i, response)
                    .isFalse();
        }

        assertThat(reader.accept(bytes(response.substring(response.length() - 1))))
                .isTrue();
        assertThat(reader.status()).isIn(200, 204);
    }

    @Test
    void findsHeadersWhateverTheirCase() {
        ResponseReader reader = new ResponseReader();

        reader.accept(bytes("HTTP/1.1 200 OK\r\nx-amz-function-error: Unhandled\r\nContent-Length: 0\r\n\r\n"));

        assertThat(reader.header("X-Amz-Function-Error")).contains("Unhandled");
        assertThat(reader.header("Connection")).isEmpty();
    }

    private static ByteBuffer bytes(String text) {
        return ByteBuffer.wrap(text.getBytes(StandardCharsets.US_ASCII));
    }
}
