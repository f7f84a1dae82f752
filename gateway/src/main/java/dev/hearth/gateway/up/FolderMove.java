package dev.hearth.gateway.up;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

/** Move of a folder of files to a place that may be on another disk. Killed at any time, it leaves all of them in one place or in both. */
final class FolderMove {
    private static final String INCOMING = ".incoming-";
    /** Copies that are older have nobody who makes them. */
    private static final Duration COPYING = Duration.ofHours(1);

    private FolderMove() {}

    /** By one rename; to another file system by way of a copy that appears by one. */
    static void move(Path folder, Path target) throws IOException {
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
        Path copy = Files.createTempDirectory(copyParent, INCOMING);
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

    static void delete(Path folder) throws IOException {
        for (Path file : files(folder)) {
            Files.delete(file);
        }
        Files.delete(folder);
    }

    /** Whether the copy is whole that was made of it, and the process ended before it deleted all of the original. */
    static boolean isCopied(Path folder, Path target) throws IOException {
        for (Path file : files(folder)) {
            Path copy = target.resolve(file.getFileName());
            if (!Files.isRegularFile(copy) || Files.mismatch(file, copy) >= 0) {
                return false;
            }
        }
        return Files.isDirectory(target);
    }

    /** Deletes what processes left that ended while they copied. */
    static void deleteLeft(Path parent) throws IOException {
        if (Files.isDirectory(parent)) {
            for (Path folder : files(parent)) {
                boolean isLeft = folder.getFileName().toString().startsWith(INCOMING)
                        && Files.getLastModifiedTime(folder)
                                .toInstant()
                                .isBefore(Instant.now().minus(COPYING));
                if (isLeft) {
                    delete(folder);
                }
            }
        }
    }
}
