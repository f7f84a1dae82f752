package dev.hearth.code;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;

/**
 * Packages as they were handed in, from which code is unpacked anew when its folder was changed or is gone: beside the folders, for as
 * long as those, and in a folder of their own those that must not be lost with a cache.
 *
 * @param recent folder of the cache
 * @param lasting folder of what must not be lost
 */
record KeptPackages(Path recent, Path lasting) {
    static final String ZIP = ".zip";
    static final String INCOMING = ".incoming-";

    /** Takes a package that was unpacked just now; its file is gone from where it was. */
    void add(Snapshot snapshot) throws IOException {
        Files.move(snapshot.file(), recent.resolve(snapshot.sha256() + ZIP), StandardCopyOption.ATOMIC_MOVE);
    }

    /** Notes that a package is in use. */
    void touch(String sha256) throws IOException {
        try {
            Files.setLastModifiedTime(recent.resolve(sha256 + ZIP), FileTime.from(Instant.now()));
        } catch (NoSuchFileException e) {
            // an earlier Hearth has unpacked it, which kept none
        }
    }

    /** Keeps a package until somebody says that it is needed no more; on the disk when this returns. */
    void keep(String sha256) throws IOException {
        Path kept = lasting.resolve(sha256 + ZIP);
        if (Files.exists(kept)) {
            Files.setLastModifiedTime(kept, FileTime.from(Instant.now()));
            return;
        }
        Path source =
                find(sha256).orElseThrow(() -> new NoSuchFileException(recent.resolve(sha256 + ZIP) + " is gone"));
        Files.createDirectories(lasting);
        Path fresh = lasting.resolve(INCOMING + UUID.randomUUID());
        try {
            Files.copy(source, fresh);
            toDisk(fresh);
            Files.move(fresh, kept, StandardCopyOption.ATOMIC_MOVE);
        } finally {
            Files.deleteIfExists(fresh);
        }
    }

    private static void toDisk(Path file) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            channel.force(true);
        }
    }

    /** The file of a package that is whole; reads all of it. */
    Optional<Path> find(String sha256) {
        return Stream.of(recent, lasting)
                .map(folder -> folder.resolve(sha256 + ZIP))
                .filter(file -> Snapshot.isOf(file, sha256))
                .findFirst();
    }

    /** The digest in a file's name, whatever else the name is. */
    static String digest(String name) {
        return name.endsWith(ZIP) ? name.substring(0, name.length() - ZIP.length()) : name;
    }
}
