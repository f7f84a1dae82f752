package dev.hearth.runtime.invocation;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hearth.runtime.connection.Reply;
import java.util.ArrayList;
import java.util.List;
import java.util.NoSuchElementException;
import org.junit.jupiter.api.Test;

class InvocationTest {
    @Test
    void isWhatTheAnswersHeadersSay() {
        Invocation invocation = of(
                "lambda-runtime-aws-request-id", "abc-1",
                "Hearth-Remaining-Ms", "3000",
                "Lambda-Runtime-Invoked-Function-Arn", "arn:aws:lambda:us-east-1:000000000000:function:f:live",
                "Lambda-Runtime-Trace-Id", "Root=1-2-3",
                "Lambda-Runtime-Client-Context", "e30=",
                "Hearth-Log-Tail", "true",
                "Lambda-Runtime-Function-Response-Mode", "streaming");

        assertThat(invocation.requestId()).isEqualTo("abc-1");
        assertThat(invocation.event()).asString().isEqualTo("{}");
        assertThat(invocation.invokedArn()).endsWith(":function:f:live");
        assertThat(invocation.traceId()).contains("Root=1-2-3");
        assertThat(invocation.clientContext()).contains("e30=");
        assertThat(invocation.wantsLogTail()).isTrue();
        assertThat(invocation.streaming()).isTrue();
    }

    @Test
    void needsNoMoreThanAnId() {
        Invocation invocation = of("Lambda-Runtime-Aws-Request-Id", "abc-1");

        assertThat(invocation.traceId()).isEmpty();
        assertThat(invocation.clientContext()).isEmpty();
        assertThat(invocation.wantsLogTail()).isFalse();
        assertThat(invocation.streaming()).isFalse();
        assertThat(invocation.remainingMillis()).isZero();
        assertThatThrownBy(() -> of("Hearth-Remaining-Ms", "1")).isInstanceOf(NoSuchElementException.class);
    }

    @Test
    void countsDownToZero() {
        Invocation long900Seconds = of("Lambda-Runtime-Aws-Request-Id", "a", "Hearth-Remaining-Ms", "900000");
        Invocation over = of("Lambda-Runtime-Aws-Request-Id", "a", "Hearth-Remaining-Ms", "-5");

        assertThat(long900Seconds.remainingMillis()).isBetween(840_000, 900_000);
        assertThat(over.remainingMillis()).isZero();
    }

    private static Invocation of(String... headers) {
        return Invocation.of(new Reply(200, new ArrayList<>(List.of(headers)), "{}".getBytes(UTF_8)));
    }
}
