package dev.hearth.gateway.fleet;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

class LowPriorityIT {
    private static final List<String> TELL_NICENESS = List.of("nice");

    @Test
    void aCommandComesAfterThisProcess() throws IOException {
        int own = niceness(TELL_NICENESS);

        assertThat(niceness(LowPriority.command(TELL_NICENESS))).isEqualTo(Math.min(own + 10, 19));
    }

    private static int niceness(List<String> command) throws IOException {
        Process process = new ProcessBuilder(command).start();
        return Integer.parseInt(new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip());
    }
}
