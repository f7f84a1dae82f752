package dev.hearth.runtime.invocation;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.hearth.runtime.handler.Failure;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Arrays;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class BufferedResultTest {
    private static final int LIMIT = 6_291_556;

    private final Wire wire;
    private final BufferedResult result;

    BufferedResultTest() throws IOException {
        wire = new Wire();
        result = new BufferedResult(wire.work(), "abc-1");
    }

    @AfterEach
    void close() throws IOException {
        wire.close();
    }

    @Test
    void isSentWholeWithTheLogsTail() throws IOException {
        result.output().write("<hello>".getBytes(UTF_8), 1, 5);
        result.output().write('!');
        result.succeed(Optional.of("dGFpbA=="));

        assertThat(wire.sentText())
                .isEqualTo("POST /environment/v1/invocations/abc-1/response HTTP/1.1\r\nHost: gateway\r\n"
                        + "Hearth-Log-Tail: dGFpbA==\r\nContent-Length: 6\r\n\r\nhello!");
    }

    @Test
    void mayBeEmpty() throws IOException {
        result.succeed(Optional.empty());

        assertThat(wire.sentText()).endsWith("/response HTTP/1.1\r\nHost: gateway\r\nContent-Length: 0\r\n\r\n");
    }

    @Test
    void takesExactlyLambdasLimit() throws IOException {
        OutputStream out = result.output();
        byte[] piece = new byte[LIMIT / 4];
        for (int i = 0; i < 4; i++) {
            Arrays.fill(piece, (byte) ('a' + i));
            out.write(piece);
        }
        assertThat(LIMIT % 4).isZero();

        assertThat(result.refusal()).isEmpty();
        result.succeed(Optional.empty());

        byte[] sent = wire.sent();
        assertThat(sent).endsWith('d');
        assertThat(new String(sent, 0, 200, UTF_8)).contains("Content-Length: 6291556\r\n\r\na");
    }

    @Test
    void refusesOneByteMore() throws IOException {
        result.output().write(new byte[LIMIT]);
        result.output().write(0);

        Failure refusal = result.refusal().orElseThrow();
        result.fail(refusal, Optional.empty());

        assertThat(wire.sentText())
                .startsWith("POST /environment/v1/invocations/abc-1/error HTTP/1.1\r\n")
                .contains("Lambda-Runtime-Function-Error-Type: Function.ResponseSizeTooLarge\r\n")
                .endsWith("{\"errorMessage\":\"Response payload size exceeded maximum allowed payload size"
                        + " (6291556 bytes).\",\"errorType\":\"Function.ResponseSizeTooLarge\"}");
    }

    @Test
    void staysRefusedWhateverFollows() throws IOException {
        result.output().write(new byte[LIMIT + 1]);
        result.output().write('a');

        assertThat(result.refusal()).isPresent();
    }

    @Test
    void aFatalFailureClosesTheConnection() throws IOException {
        result.output().write("half".getBytes(UTF_8));
        result.fail(Failure.of(new OutOfMemoryError("heap")), Optional.of("dGFpbA=="));

        assertThat(wire.sentText())
                .contains("/error HTTP/1.1\r\n", "Connection: close\r\n", "Hearth-Log-Tail: dGFpbA==\r\n")
                .doesNotContain("half");
    }
}
