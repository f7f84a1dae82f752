package dev.hearth.gateway.catalog.manifest;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever is typed into a manifest, the answer is results with lines and messages, never an exception. */
class ManifestFuzzTest {
    private static final int ROUNDS = 2_000;

    private static final String MANIFEST = """
            apiVersion: lambda.hearth.dev/v1alpha1
            kind: Function
            metadata:
              name: orders
              labels: {team: a, "x/y": b}
            spec:
              runtime: java25
              handler: example.Orders
              memorySize: 512
              timeout: 3
              description: &d Takes orders
              environment: {variables: {GREETING: "Hello", TEXT: *d}}
              ephemeralStorage: {size: 512}
              loggingConfig:
                logFormat: JSON
                applicationLogLevel: INFO
              code:
                file: orders.jar
            ---
            apiVersion: v1
            kind: List
            items:
            - {apiVersion: lambda.hearth.dev/v1alpha1, kind: Alias, metadata: {name: a}, spec: {}}
            """;

    private static final List<String> PIECES = List.of(
            "\n",
            "\n  ",
            ":",
            ": ",
            "- ",
            "---\n",
            "{",
            "}",
            "[",
            "]",
            "\"",
            "'",
            "*d",
            "&d ",
            "<<: ",
            "!!binary x",
            "!x ",
            "? ",
            "|\n",
            "> ",
            "%",
            "#",
            "\t",
            "\0",
            "\uD800",
            "é",
            "null",
            "~",
            "true",
            "yes",
            "0x",
            "1e999",
            ".nan",
            "-",
            "99999999999999999999",
            "9223372036854775808",
            "0b",
            "0o9",
            "spec",
            "items",
            "List",
            "metadata: 3",
            "spec: []",
            "<<: *d",
            "{<<: [a, {b: c}]}",
            "..",
            "...\n",
            "@",
            "`",
            "{{ x }}");

    @TempDir
    Path folder;

    private final ManifestReader reader = new ManifestReader();

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void neverThrows(long seed) {
        var random = new Random(seed);
        Assertions.assertTimeoutPreemptively(Duration.ofMinutes(2), () -> {
            for (int round = 0; round < ROUNDS; round++) {
                String text = mutated(random);
                List<ManifestResult> results = read(text, "seed " + seed + ", round " + round);
                results.forEach(result -> check(result, text));
            }
        });
    }

    private static void check(ManifestResult result, String text) {
        long lines = text.lines().count() + 2;
        if (result instanceof ManifestResult.Invalid invalid) {
            assertThat(invalid.problems()).as(text).isNotEmpty();
            assertThat(invalid.problems()).as(text).allSatisfy(problem -> {
                assertThat(problem.line()).isBetween(1, (int) lines);
                assertThat(problem.message()).isNotBlank();
            });
        }
    }

    private List<ManifestResult> read(String text, String where) throws IOException {
        Path file = Files.write(folder.resolve("f.yaml"), text.getBytes(StandardCharsets.UTF_8));
        try {
            return reader.read(file);
        } catch (RuntimeException | StackOverflowError e) {
            throw new AssertionError(where + ":\n" + text, e);
        }
    }

    private static String mutated(Random random) {
        var text = new StringBuilder(MANIFEST);
        int changes = 1 + random.nextInt(4);
        for (int i = 0; i < changes; i++) {
            int at = random.nextInt(text.length());
            switch (random.nextInt(4)) {
                case 0 -> text.insert(at, PIECES.get(random.nextInt(PIECES.size())));
                case 1 -> text.delete(at, Math.min(text.length(), at + 1 + random.nextInt(8)));
                case 2 -> text.setCharAt(at, (char) random.nextInt(128));
                default -> text.insert(at, text.substring(at, Math.min(text.length(), at + random.nextInt(40))));
            }
        }
        return text.toString();
    }
}
