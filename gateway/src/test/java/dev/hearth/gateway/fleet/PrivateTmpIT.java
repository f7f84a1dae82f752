package dev.hearth.gateway.fleet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PrivateTmpIT {
    @TempDir
    private Path home;

    @Test
    void needsNoPathOfTheFunctions() throws IOException {
        Files.copy(Path.of("../runtime-image/src/main/runtime/private-tmp"), home.resolve("private-tmp"));
        PrivateTmp tmp = PrivateTmp.probe(home, List.of());
        assumeThat(tmp.isPrivate()).isTrue();
        ProcessBuilder builder =
                new ProcessBuilder(tmp.command(1, List.of("/bin/sh", "-c", "echo it runs"))).redirectErrorStream(true);
        builder.environment().clear();
        builder.environment().put("PATH", "/nonexistent");

        assertThat(new String(builder.start().getInputStream().readAllBytes(), StandardCharsets.UTF_8))
                .isEqualTo("it runs\n");
    }
}
