package dev.hearth.e2e.cluster;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;

/** The programs of a Kubernetes, built once per version into the user's cache folder. */
public final class Tools {
    static final Path ROOT = Path.of("").toAbsolutePath().getParent();
    static final Duration LONG = Duration.ofMinutes(45);

    private Tools() {}

    /** Why they cannot be had here. */
    public static Optional<String> obstacle() {
        return isLinux() && isOnPath("go") ? Optional.empty() : Optional.of("its programs need Linux and Go");
    }

    static boolean isLinux() {
        return System.getProperty("os.name").equals("Linux");
    }

    static boolean isOnPath(String program) {
        return Arrays.stream(System.getenv("PATH").split(File.pathSeparator))
                .anyMatch(folder -> Files.isExecutable(Path.of(folder, program)));
    }

    /** Where they lie; takes minutes when they have to be built. */
    public static Path folder() {
        String output = new Shell(ROOT, Map.of())
                .run("", LONG, ROOT.resolve("e2e/cluster/tools").toString());
        return Path.of(output.strip().lines().toList().getLast());
    }
}
