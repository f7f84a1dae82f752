package dev.hearth.gateway.fleet;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * Private folders of environments: {@code <cache>/environments/<gateway's process id>/<environment id>}.
 *
 * <p>A gateway that was killed cannot delete its own; the next one to start does.
 */
public final class EnvironmentFolders {
    private final Path own;

    private EnvironmentFolders(Path own) {
        this.own = own;
    }

    /** Deletes what ended gateways left below the cache folder. */
    public static EnvironmentFolders ofThisProcess(Path cache) {
        Path all = cache.resolve("environments");
        try {
            Files.createDirectories(all);
            try (Stream<Path> folders = Files.list(all)) {
                folders.filter(EnvironmentFolders::isOrphaned).forEach(EnvironmentFolders::delete);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot use the cache folder " + all, e);
        }
        return new EnvironmentFolders(
                all.resolve(Long.toString(ProcessHandle.current().pid())));
    }

    private static boolean isOrphaned(Path folder) {
        try {
            return ProcessHandle.of(Long.parseLong(folder.getFileName().toString()))
                    .isEmpty();
        } catch (NumberFormatException e) {
            return false;
        }
    }

    /** Where the folders of all environments are. */
    Path root() {
        return own;
    }

    /** Makes an environment's private folder, with {@code tmp} in it. */
    Path create(String environmentId) throws IOException {
        Path folder = own.resolve(environmentId);
        Files.createDirectories(folder.resolve("tmp"));
        return folder;
    }

    /** Deletes all that an environment has written. */
    void delete(String environmentId) {
        delete(own.resolve(environmentId));
    }

    /** Deletes as much as it can: a process that is just ending may still write. */
    private static void delete(Path folder) {
        if (!Files.exists(folder)) {
            return;
        }
        try (Stream<Path> files = Files.walk(folder)) {
            List<Path> deepestFirst = files.sorted(Comparator.reverseOrder()).toList();
            deepestFirst.forEach(file -> file.toFile().delete());
        } catch (IOException | UncheckedIOException e) {
            folder.toFile().deleteOnExit();
        }
    }
}
