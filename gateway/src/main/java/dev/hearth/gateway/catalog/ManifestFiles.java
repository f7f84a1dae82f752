package dev.hearth.gateway.catalog;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * The YAML and JSON files below some folders. Build output of Maven and Gradle, {@code node_modules} and hidden folders are left out; symbolic links
 * are not followed, except to a folder that was named itself.
 *
 * @param manifests sorted, so that the same files always give the same order
 * @param folders every folder looked into
 * @param unreadable what could not be looked into
 */
record ManifestFiles(SortedSet<Path> manifests, Set<Path> folders, List<CatalogProblem> unreadable) {
    private static final Set<String> SKIPPED = Set.of("target", "node_modules");

    /** Where Gradle and the IDEs that follow it put copies of resources; elsewhere such a folder may be anything. */
    private static final Set<String> SKIPPED_BY_GRADLE = Set.of("build", "bin", "out");

    private static final List<String> GRADLE =
            List.of("build.gradle", "build.gradle.kts", "settings.gradle", "settings.gradle.kts");

    static ManifestFiles below(Collection<Path> roots) {
        var found = new ManifestFiles(new TreeSet<>(), new TreeSet<>(), new ArrayList<>());
        for (Path root : roots) {
            found.walk(root);
        }
        return found;
    }

    private void walk(Path root) {
        try {
            Files.walkFileTree(root.toRealPath(), new Visitor(root.toRealPath()));
        } catch (NoSuchFileException e) {
            unreadable.add(new CatalogProblem(root, 1, "", "is gone; create it again or restart without it"));
        } catch (IOException e) {
            unreadable.add(new CatalogProblem(root, 1, "", "cannot be read: " + e));
        }
    }

    private static boolean isManifest(Path file) {
        String name = file.getFileName().toString().toLowerCase(Locale.ROOT);
        return name.endsWith(".yaml") || name.endsWith(".yml") || name.endsWith(".json");
    }

    private static boolean isSkipped(Path folder) {
        String name = String.valueOf(folder.getFileName());
        return name.startsWith(".")
                || SKIPPED.contains(name)
                || (SKIPPED_BY_GRADLE.contains(name)
                        && GRADLE.stream().anyMatch(file -> Files.exists(folder.resolveSibling(file))));
    }

    private final class Visitor extends SimpleFileVisitor<Path> {
        private final Path root;

        Visitor(Path root) {
            this.root = root;
        }

        @Override
        public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) {
            if (!folder.equals(root) && isSkipped(folder)) {
                return FileVisitResult.SKIP_SUBTREE;
            }
            folders.add(folder);
            return FileVisitResult.CONTINUE;
        }

        @Override
        public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
            if (isManifest(file) && Files.isRegularFile(file)) {
                manifests.add(file);
            }
            return FileVisitResult.CONTINUE;
        }

        @Override
        public FileVisitResult visitFileFailed(Path file, IOException e) {
            if (Files.exists(file)) {
                unreadable.add(new CatalogProblem(file, 1, "", "cannot be read: " + e.getMessage()));
            }
            return FileVisitResult.CONTINUE;
        }
    }
}
