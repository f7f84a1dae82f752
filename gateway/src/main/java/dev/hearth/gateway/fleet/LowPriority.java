package dev.hearth.gateway.fleet;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Lets environments have the processors after the gateway: a hundred busy functions must not keep callers from being heard
 * and refused. Decision 7 has the figures.
 */
final class LowPriority {
    private static final String NICENESS = "10";
    private static final Optional<Path> NICE = Stream.of("/usr/bin/nice", "/bin/nice")
            .map(Path::of)
            .filter(Files::isExecutable)
            .findFirst();

    private LowPriority() {}

    /** The command, run with low priority where the machine has {@code nice}. */
    static List<String> command(List<String> command) {
        if (NICE.isEmpty()) {
            return command;
        }
        List<String> whole = new ArrayList<>(List.of(NICE.get().toString(), "-n", NICENESS));
        whole.addAll(command);
        return whole;
    }
}
