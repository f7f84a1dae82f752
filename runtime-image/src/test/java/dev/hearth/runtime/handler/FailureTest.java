package dev.hearth.runtime.handler;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOError;
import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FailureTest {
    private static final StackTraceElement USERS = new StackTraceElement("com.acme.Shop", "order", "Shop.java", 7);
    private static final StackTraceElement OURS =
            new StackTraceElement("dev.hearth.runtime.handler.StreamHandler", "handle", "StreamHandler.java", 20);
    private static final StackTraceElement BELOW = new StackTraceElement("java.lang.Thread", "run", "Thread.java", 1);

    @Test
    void anExceptionIsWordedAsLambdaDoes() {
        Failure failure = Failure.of(thrown(new IllegalStateException("no \"stock\"")));

        assertThat(failure.errorType()).isEqualTo("Runtime.UserException");
        assertThat(body(failure))
                .isEqualTo("{\"errorMessage\":\"no \\\"stock\\\"\",\"errorType\":\"java.lang.IllegalStateException\","
                        + "\"stackTrace\":[\"com.acme.Shop.order(Shop.java:7)\"]}");
        assertThat(failure.fatal()).isFalse();
        assertThat(failure.logText())
                .isEqualTo(
                        "no \"stock\": java.lang.IllegalStateException\njava.lang.IllegalStateException: no \"stock\"\n"
                                + "\tat com.acme.Shop.order(Shop.java:7)\n\n");
    }

    @Test
    void withoutMessageTheClassNameStandsIn() {
        assertThat(body(Failure.of(thrown(new NullPointerException()))))
                .startsWith("{\"errorMessage\":\"java.lang.NullPointerException\"");
    }

    @Test
    void causesAndSuppressedAreTrimmedInTheLog() {
        IOException cause = thrown(new IOException("disk"));
        cause.addSuppressed(thrown(new IOException("close")));

        Failure failure = Failure.of(thrown(new RuntimeException("top", cause)));

        assertThat(failure.logText()).contains("Caused by: java.io.IOException: disk", "Suppressed:");
        assertThat(failure.logText()).doesNotContain("dev.hearth").doesNotContain("Thread.java");
    }

    @Test
    void aCircleOfCausesEnds() {
        RuntimeException first = thrown(new RuntimeException("first"));
        first.initCause(thrown(new RuntimeException("second", first)));

        assertThat(Failure.of(first).logText()).contains("CIRCULAR REFERENCE");
    }

    @Test
    void errorsOfTheVirtualMachineAndIoErrorsAreFatal() {
        assertThat(Failure.of(thrown(new StackOverflowError())).fatal()).isTrue();
        assertThat(Failure.of(thrown(new OutOfMemoryError())).fatal()).isTrue();
        assertThat(Failure.of(thrown(new IOError(new IOException()))).fatal()).isTrue();
        assertThat(Failure.of(thrown(new LinkageError())).fatal()).isFalse();
    }

    @Test
    void aFaultOfTheHandlerHasNoStackTrace() {
        Failure failure = Failure.of(HandlerFault.of("Invalid handler: `x::'"));

        assertThat(failure.errorType()).isEqualTo("Runtime.BadFunctionCode");
        assertThat(body(failure)).isEqualTo("{\"errorMessage\":\"Invalid handler: `x::'\"}");
        assertThat(failure.logText()).isEqualTo("Invalid handler: `x::'\n");
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '\'',
            value = {
                "9,\\t",
                "8,\\b",
                "10,\\n",
                "13,\\r",
                "12,\\f",
                "0,\\u0000",
                "31,\\u001f",
                "8232,\\u2028",
                "127,\u007f",
                "60,<"
            })
    void charactersAreEscapedAsGsonDoes(int character, String written) {
        assertThat(body(Failure.of(new RuntimeException(String.valueOf((char) character)))))
                .startsWith("{\"errorMessage\":\"" + written + "\"");
    }

    private static <T extends Throwable> T thrown(T throwable) {
        throwable.setStackTrace(new StackTraceElement[] {USERS, OURS, BELOW});
        return throwable;
    }

    private static String body(Failure failure) {
        return new String(failure.body(), UTF_8);
    }
}
