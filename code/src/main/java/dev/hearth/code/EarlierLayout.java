package dev.hearth.code;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Code as an earlier Hearth unpacked it, {@code <cache>/code/<sha256>/}: published versions may have nothing else. A plain jar lies there
 * as it was handed in. What this Hearth publishes is linked there, for a release that is rolled back.
 */
record EarlierLayout(Path root) {
    /** The package itself, if it was a plain jar. */
    Optional<Path> jar(String sha256) {
        return Optional.of(root.resolve(sha256).resolve("lib/function.jar")).filter(jar -> Snapshot.isOf(jar, sha256));
    }

    /** What was unpacked. */
    Optional<UnpackedCode> folder(String sha256) {
        return Optional.of(root.resolve(sha256))
                .filter(folder -> Files.isDirectory(folder, LinkOption.NOFOLLOW_LINKS))
                .map(folder -> new UnpackedCode(sha256, folder));
    }

    /** Lets an earlier Hearth find what was unpacked by this one. */
    void link(String sha256, Path task) throws IOException {
        Path link = root.resolve(sha256);
        if (!Files.exists(link, LinkOption.NOFOLLOW_LINKS)) {
            Files.createDirectories(root);
            Files.createSymbolicLink(link, root.relativize(task));
        }
    }
}
