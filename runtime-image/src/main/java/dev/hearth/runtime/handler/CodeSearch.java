package dev.hearth.runtime.handler;

import dev.hearth.code.HandlerHint;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A look through a function's code for a handler's class that is not where the class path has it. */
final class CodeSearch {
    private static final int MAX_DEPTH = 24;
    private static final int MAX_CLASSES = 20_000;

    private CodeSearch() {}

    /** Words that may help; empty: none, or the code is no folder. */
    static Optional<String> hint(String handler, ClassLoader loader) {
        URL root = loader.getResource("");
        if (root == null || !root.getProtocol().equals("file")) {
            return Optional.empty();
        }
        try {
            return HandlerHint.of(handler, classes(Path.of(URI.create(root.toString()))));
        } catch (IOException | UncheckedIOException unreadable) {
            return Optional.empty();
        }
    }

    private static Set<String> classes(Path root) throws IOException {
        try (Stream<Path> files =
                Files.find(root, MAX_DEPTH, (file, _) -> file.toString().endsWith(".class"))) {
            return files.limit(MAX_CLASSES)
                    .map(file -> root.relativize(file).toString())
                    .collect(Collectors.toSet());
        }
    }
}
