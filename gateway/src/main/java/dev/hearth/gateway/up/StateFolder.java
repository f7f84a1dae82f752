package dev.hearth.gateway.up;

import java.io.IOException;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Folder of what must not be lost: published versions and accepted events. Earlier releases had both in the cache, which anybody may
 * empty; they are moved, and a link stays for a release that looks there.
 */
final class StateFolder {
    private static final Logger LOG = LoggerFactory.getLogger(StateFolder.class);

    private StateFolder() {}

    static void adopt(Path cache, Path state) {
        if (cache.equals(state)) {
            return;
        }
        for (String kind : List.of("versions", "events")) {
            Path old = cache.resolve(kind);
            if (Files.isDirectory(old)) {
                adoptAll(old, state.resolve(kind));
            }
        }
    }

    private static void adoptAll(Path old, Path now) {
        try (Stream<Path> found = Files.list(old)) {
            for (Path folder : found.filter(each -> Files.isDirectory(each, LinkOption.NOFOLLOW_LINKS))
                    .toList()) {
                adoptOne(folder, now.resolve(folder.getFileName()));
            }
        } catch (IOException e) {
            left(old, e);
        }
    }

    /** What is there already is the newer one. */
    private static void adoptOne(Path folder, Path target) {
        if (Files.exists(target, LinkOption.NOFOLLOW_LINKS)) {
            return;
        }
        try {
            Files.createDirectories(target.getParent());
            move(folder, target);
            LOG.atInfo()
                    .setMessage("state moved out of the cache; a link stays there")
                    .addKeyValue("to", target)
                    .log();
            Files.createSymbolicLink(folder, target);
        } catch (IOException | UnsupportedOperationException e) {
            left(folder, e);
        }
    }

    /** By one rename; to another file system by way of a copy that appears by one. */
    private static void move(Path folder, Path target) throws IOException {
        try {
            Files.move(folder, target, StandardCopyOption.ATOMIC_MOVE);
        } catch (AtomicMoveNotSupportedException e) {
            Path copy = Files.createTempDirectory(target.getParent(), ".incoming-");
            copy(folder, copy);
            Files.move(copy, target, StandardCopyOption.ATOMIC_MOVE);
            delete(folder);
        }
    }

    private static List<Path> files(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.toList();
        }
    }

    /** The folders of both kinds hold files only. */
    private static void copy(Path folder, Path copy) throws IOException {
        for (Path file : files(folder)) {
            Files.copy(file, copy.resolve(file.getFileName()), StandardCopyOption.COPY_ATTRIBUTES);
        }
    }

    private static void delete(Path folder) throws IOException {
        for (Path file : files(folder)) {
            Files.delete(file);
        }
        Files.delete(folder);
    }

    private static void left(Path folder, Exception e) {
        LOG.atWarn()
                .setMessage("state not moved out of the cache; what is there is not used")
                .addKeyValue("folder", folder)
                .addKeyValue("why", e.toString())
                .log();
    }
}
