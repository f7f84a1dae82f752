package dev.hearth.runtime.invocation;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hearth.runtime.handler.Failure;
import java.io.IOException;
import java.util.Base64;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class StreamedResultTest {
    private static final String HEAD = "POST /environment/v1/invocations/abc-1/response HTTP/1.1\r\nHost: gateway\r\n"
            + "Lambda-Runtime-Function-Response-Mode: streaming\r\nTransfer-Encoding: chunked\r\n\r\n";
    private static final int MEGABYTE = 1024 * 1024;

    private final Wire wire;
    private final StreamedResult result;

    StreamedResultTest() throws IOException {
        wire = new Wire();
        result = new StreamedResult(wire.work(), "abc-1");
    }

    @AfterEach
    void close() throws IOException {
        wire.close();
    }

    @Test
    void sendsArraysAtOnceAndGathersBytes() throws IOException {
        result.write("<hello>".getBytes(UTF_8), 1, 5);
        result.write('a');
        result.write('b');
        result.write("cd".getBytes(UTF_8));
        result.write('e');
        result.succeed(Optional.of("dGFpbA=="));

        assertThat(wire.sentText())
                .isEqualTo(
                        HEAD + "5\r\nhello\r\n2\r\nab\r\n2\r\ncd\r\n1\r\ne\r\n0\r\nHearth-Log-Tail: dGFpbA==\r\n\r\n");
    }

    @Test
    void sendsGatheredBytesWhenTheyAreMany() throws IOException {
        for (int i = 0; i < 8 * 1024 + 1; i++) {
            result.write('x');
        }
        result.succeed(Optional.empty());

        assertThat(wire.sentText()).isEqualTo(HEAD + "2000\r\n" + "x".repeat(8 * 1024) + "\r\n1\r\nx\r\n0\r\n\r\n");
    }

    @Test
    void mayBeEmpty() throws IOException {
        result.flush();
        result.succeed(Optional.empty());

        assertThat(wire.sentText()).isEqualTo(HEAD + "0\r\n\r\n");
    }

    @Test
    void aFailureBeforeTheFirstByteIsAnOrdinaryError() throws IOException {
        result.fail(Failure.of(new OutOfMemoryError("heap")), Optional.empty());

        assertThat(wire.sentText())
                .startsWith("POST /environment/v1/invocations/abc-1/error HTTP/1.1\r\n")
                .contains("Connection: close\r\n");
    }

    @Test
    void aFailureInTheMiddleComesInTrailers() throws IOException {
        result.write('a');
        Failure failure = Failure.of(new IllegalStateException("broke"));
        result.fail(failure, Optional.of("dGFpbA=="));

        assertThat(wire.sentText())
                .isEqualTo(HEAD + "1\r\na\r\n0\r\nLambda-Runtime-Function-Error-Type: Runtime.UserException\r\n"
                        + "Lambda-Runtime-Function-Error-Body: "
                        + Base64.getEncoder().encodeToString(failure.body())
                        + "\r\nHearth-Log-Tail: dGFpbA==\r\n\r\n");
    }

    @Test
    void aFatalFailureInTheMiddleSaysThatTheProcessEnds() throws IOException {
        result.write('a');
        result.fail(Failure.of(new OutOfMemoryError("heap")), Optional.empty());

        assertThat(wire.sentText()).contains("\r\nHearth-Ends: true\r\n");
    }

    @Test
    void takesExactlyLambdasLimitAndNotOneByteMore() throws IOException {
        byte[] megabyte = new byte[MEGABYTE];
        for (int i = 0; i < 200; i++) {
            result.write(megabyte);
        }
        assertThat(result.refusal()).isEmpty();

        result.write(1);
        result.flush();

        Failure refusal = result.refusal().orElseThrow();
        assertThat(refusal.errorType()).isEqualTo("Function.ResponseSizeTooLarge");
        result.fail(refusal, Optional.empty());
        byte[] sent = wire.sent();
        assertThat(sent.length).isGreaterThan(200 * MEGABYTE).isLessThan(200 * MEGABYTE + 10_000);
    }

    @Test
    void whoWritesLateIsRefusedAndDisturbsNothing() throws IOException {
        result.write("a".getBytes(UTF_8));
        result.succeed(Optional.empty());

        assertThatThrownBy(() -> result.write("late".getBytes(UTF_8))).isInstanceOf(IOException.class);
        assertThatThrownBy(() -> {
                    result.write('l');
                    result.flush();
                })
                .isInstanceOf(IOException.class);

        assertThat(wire.sentText()).isEqualTo(HEAD + "1\r\na\r\n0\r\n\r\n");
    }

    @Test
    void refusesARangeOutsideOfTheArray() throws IOException {
        assertThatThrownBy(() -> result.write(new byte[4], 2, 3)).isInstanceOf(IndexOutOfBoundsException.class);
        assertThatThrownBy(() -> result.write(new byte[4], 2, -1)).isInstanceOf(IndexOutOfBoundsException.class);
    }
}
