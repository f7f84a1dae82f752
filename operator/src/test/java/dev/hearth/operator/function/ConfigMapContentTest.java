package dev.hearth.operator.function;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ConfigMapContentTest {
    /** {@code printf jar | sha256sum}. */
    private static final String JAR = "7ca520a9a9fb6bd4a51dcce9a1ca5d58a3e3d4ec7ef0af8e2c7d3a3bcf2c8a09";

    @Test
    void findsTheKeyThatIsNamed() {
        ConfigMapContent content =
                content("\"a.jar\": \"%s\", \"b.jar\": \"%s\"".formatted(base64("one"), base64("jar")));

        assertThat(content.digest(Optional.of("b.jar")))
                .isEqualTo(content("\"x\": \"" + base64("jar") + "\"").digest(Optional.empty()));
        assertThat(content.digest(Optional.of("c.jar"))).isEmpty();
    }

    @Test
    void ofSeveralNoneIsTheOnlyOne() {
        assertThat(content("\"a\": \"%s\", \"b\": \"%s\"".formatted(base64("one"), base64("jar")))
                        .digest(Optional.empty()))
                .isEmpty();
        assertThat(content("").digest(Optional.empty())).isEmpty();
        assertThat(new ConfigMapContent("{\"metadata\": {}, \"binaryData\": null}").digest(Optional.empty()))
                .isEmpty();
    }

    @Test
    void findsAPackageByItsDigest() {
        ConfigMapContent content = content("\"a\": \"%s\", \"b\": \"%s\"".formatted(base64("one"), base64("jar")));
        String digest = content.digest(Optional.of("b")).orElseThrow();

        assertThat(content.withDigest(digest)).contains(base64("jar"));
        assertThat(content.withDigest(JAR.replace('7', '8'))).isEmpty();
    }

    @Test
    void findsATextAmongWhateverElseStandsThere() {
        ConfigMapContent content = new ConfigMapContent("""
                {"metadata": {"labels": {"resourceVersion": "8"}, "managedFields": [{"resourceVersion": "9"}], "resourceVersion": "7"},
                 "data": {"other": "1", "f": "12", "g": null}}
                """);

        assertThat(content.text("metadata", "resourceVersion")).contains("7");
        assertThat(content.text("data", "f")).contains("12");
        assertThat(content.text("data", "g")).isEmpty();
        assertThat(content.text("data", "h")).isEmpty();
        assertThat(content.text("binaryData", "f")).isEmpty();
    }

    @Test
    void aHundredThousandKeysAreReadPast() {
        String keys = IntStream.range(0, 100_000)
                .mapToObj(i -> "\"k" + i + "\": \"\"")
                .collect(Collectors.joining(","));

        ConfigMapContent content = content(keys + ", \"code.jar\": \"" + base64("jar") + "\"");

        assertThat(content.digest(Optional.of("code.jar"))).isPresent();
        assertThat(content.digest(Optional.empty())).isEmpty();
    }

    private static ConfigMapContent content(String binaryData) {
        return new ConfigMapContent("""
                {"kind": "ConfigMap", "metadata": {"name": "a", "labels": {"binaryData": "x"}, "managedFields": [{"a": {"b": []}}]},
                 "data": {"text": "t"}, "binaryData": {%s}, "immutable": true}
                """.formatted(binaryData));
    }

    private static String base64(String text) {
        return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }
}
