package dev.hearth.runtime.log;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;

class TextLinesTest {
    private final PlatformLines lines = PlatformLines.of(Assignments.with("Text", ""));

    @Test
    void nameTheRuntimeAtInit() {
        assertThat(lines.initStart(Assignments.with("Text", ""), "java:25.v1"))
                .isEqualTo("INIT_START Runtime Version: java:25.v1\n");
    }

    @Test
    void nameRequestAndVersionAtStart() {
        assertThat(lines.start("abc-1", "$LATEST")).isEqualTo("START RequestId: abc-1 Version: $LATEST\n");
    }

    @Test
    void reportAColdStartWithItsInit() {
        InvocationReport report =
                new InvocationReport("abc-1", 3.01, 128, 36, OptionalDouble.of(110.1), Optional.empty());

        assertThat(lines.end(report))
                .isEqualTo("END RequestId: abc-1\nREPORT RequestId: abc-1\tDuration: 3.01 ms\tBilled Duration: 4 ms"
                        + "\tMemory Size: 128 MB\tMax Memory Used: 36 MB\tInit Duration: 110.10 ms\t\n");
    }

    @Test
    void reportAWarmStartWithoutInit() {
        InvocationReport report = new InvocationReport("a", 4, 1769, 99, OptionalDouble.empty(), Optional.empty());

        assertThat(lines.end(report))
                .endsWith(
                        "\tDuration: 4.00 ms\tBilled Duration: 4 ms\tMemory Size: 1769 MB\tMax Memory Used: 99 MB\t\n");
    }
}
