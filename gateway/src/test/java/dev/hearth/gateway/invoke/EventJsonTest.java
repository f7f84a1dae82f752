package dev.hearth.gateway.invoke;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EventJsonTest {
    private static final String WHERE =
            "\n at [Source: REDACTED (`StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION` disabled); line: 1, column: ";
    private final EventJson json = new EventJson();

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "[]",
                "null",
                "1",
                "-1.5e3",
                "true",
                "\"s\"",
                " {\"a\":[1,{\"b\":\"ü€😀\"}]} \n",
                "\"\\u00e4\""
            })
    void takesEveryJsonValue(String text) {
        assertThat(json.check(text.getBytes(StandardCharsets.UTF_8))).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"{", "{\"a\"}", "{'a':1}", "01", "NaN", "nul", "[1,]", "{} {}", "1 2", "\"a\nb\"", "// c\n1", " "
            })
    void refusesEverythingElse(String text) {
        assertThat(json.check(text.getBytes(StandardCharsets.UTF_8))).isPresent();
    }

    @Test
    void wordsProblemsAsRecorded() {
        assertThat(json.check(new byte[] {(byte) 0x99}))
                .contains(new InvokeError.BadPayload(
                        "Unexpected character ((CTRL-CHAR, code 153)): expected a valid value"
                                + " (JSON String, Number, Array, Object or token 'null', 'true' or 'false')" + WHERE
                                + "1]"));
        assertThat(json.check(new byte[] {'"', (byte) 0x87, '"'}))
                .hasValueSatisfying(
                        error -> assertThat(error.toString()).contains("Invalid UTF-8 start byte 0x87" + WHERE));
    }

    @Test
    void takesUtf8Only() {
        assertThat(json.check("{}".getBytes(StandardCharsets.UTF_16LE))).isPresent();
    }

    @Test
    void endsAtDeepNestingInsteadOfOverflowingTheStack() {
        assertThat(json.check("[".repeat(100_000).getBytes(StandardCharsets.UTF_8)))
                .hasValueSatisfying(error -> assertThat(error.toString()).contains("nesting depth"));
    }

    @Test
    void clientContextIsTheBase64OfAnObject() {
        assertThat(json.checkClientContext(base64(" {\"custom\":{}}"))).isEmpty();
        assertThat(json.checkClientContext(base64("[]"))).isPresent();
        assertThat(json.checkClientContext(base64("nope"))).isPresent();
        assertThat(json.checkClientContext("%%%")).isPresent();
        assertThat(json.checkClientContext("")).isPresent();
        assertThat(json.checkClientContext(base64("{\"a\":\"" + "x".repeat(3_000) + "\"}")))
                .contains(new InvokeError.BadClientContext(
                        "Client context is 4012 bytes long, the limit is 3583 bytes."));
    }

    private static String base64(String text) {
        return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }
}
