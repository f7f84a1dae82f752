package dev.hearth.code;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Code as an earlier Hearth unpacked it, {@code <cache>/code/<sha256>/}: published versions may have nothing else. A plain jar lies there
 * as it was handed in.
 */
record EarlierLayout(Path root) {
    /** The package itself, if it was a plain jar. */
    Optional<Path> jar(String sha256) {
        return Optional.of(root.resolve(sha256).resolve("lib/function.jar"))
                .filter(jar -> Files.isRegularFile(jar) && sha256.equals(digest(jar)));
    }

    /** What was unpacked. */
    Optional<UnpackedCode> folder(String sha256) {
        return Optional.of(root.resolve(sha256))
                .filter(Files::isDirectory)
                .map(folder -> new UnpackedCode(sha256, folder));
    }

    private static String digest(Path file) {
        try {
            return Snapshot.digest(file);
        } catch (IOException e) {
            return "";
        }
    }
}
