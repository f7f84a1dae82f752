package dev.hearth.e2e.cluster;

import java.io.IOException;
import java.net.URI;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Map;

/** Jars like {@code e2e/functions}' with other content. */
final class Jars {
    static final Path FUNCTIONS = Cluster.root().resolve("e2e/functions/target/functions.jar");

    private Jars() {}

    /** A copy in this folder with one entry more. */
    static Path withEntry(Path folder, String name, String content) throws IOException {
        Path jar = folder.resolve("functions-" + Math.abs((name + content).hashCode()) + ".jar");
        Files.copy(FUNCTIONS, jar, StandardCopyOption.REPLACE_EXISTING);
        try (FileSystem inside = FileSystems.newFileSystem(URI.create("jar:" + jar.toUri()), Map.of())) {
            Files.writeString(inside.getPath("/" + name), content);
        }
        return jar;
    }
}
