package dev.hearth.gateway.up;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Objects;
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
            left(old, e.toString());
        }
    }

    private static void adoptOne(Path folder, Path target) {
        if (Files.exists(target, LinkOption.NOFOLLOW_LINKS)) {
            left(folder, "there is " + target + " already; move what is needed of it there");
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
            left(folder, e.toString());
        }
    }

    /** By one rename; to another file system by way of a copy that appears by one. */
    private static void move(Path folder, Path target) throws IOException {
        try {
            Files.move(folder, target, StandardCopyOption.ATOMIC_MOVE);
        } catch (AtomicMoveNotSupportedException e) {
            copyWhileNobodyWrites(folder, target);
        }
    }

    /** A Hearth that runs has its queue locked, and would go on writing to files that are gone. */
    private static void copyWhileNobodyWrites(Path folder, Path target) throws IOException {
        Path lock = folder.resolve("lock");
        if (!Files.exists(lock)) {
            copyAndDelete(folder, target);
            return;
        }
        try (FileChannel channel = FileChannel.open(lock, StandardOpenOption.WRITE);
                FileLock held = channel.tryLock()) {
            if (held == null) {
                throw new IOException("another Hearth has it open; end that one and start again");
            }
            copyAndDelete(folder, target);
        } catch (OverlappingFileLockException e) {
            throw new IOException("this Hearth has it open", e);
        }
    }

    private static void copyAndDelete(Path folder, Path target) throws IOException {
        Path copyParent = Objects.requireNonNull(target.getParent(), "a folder below the state folder");
        Path copy = Files.createTempDirectory(copyParent, ".incoming-");
        copy(folder, copy);
        Files.move(copy, target, StandardCopyOption.ATOMIC_MOVE);
        force(copyParent);
        delete(folder);
    }

    private static List<Path> files(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.toList();
        }
    }

    /** The folders of both kinds hold files only. */
    private static void copy(Path folder, Path copy) throws IOException {
        for (Path file : files(folder)) {
            Path made = copy.resolve(file.getFileName());
            Files.copy(file, made, StandardCopyOption.COPY_ATTRIBUTES);
            force(made);
        }
        force(copy);
    }

    /** To the disk, a folder's entries too. */
    private static void force(Path path) throws IOException {
        try (FileChannel channel = FileChannel.open(path, StandardOpenOption.READ)) {
            channel.force(true);
        }
    }

    private static void delete(Path folder) throws IOException {
        for (Path file : files(folder)) {
            Files.delete(file);
        }
        Files.delete(folder);
    }

    private static void left(Path folder, String why) {
        LOG.atWarn()
                .setMessage("state not moved out of the cache; what is there is not used")
                .addKeyValue("folder", folder)
                .addKeyValue("why", why)
                .log();
    }
}
