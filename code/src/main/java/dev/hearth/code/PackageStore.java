package dev.hearth.code;

import dev.hearth.code.CodeProblem.Reason;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import java.util.zip.ZipException;

/**
 * Code packages as they were handed in, by SHA-256 in a folder: {@code <cache>/packages/<sha256>.jar} or {@code .zip}. One
 * appears by one rename once it was looked at; the folder is kept below a size by forgetting those unused for the longest time.
 */
public final class PackageStore {
    private static final String JAR = ".jar";
    private static final String ZIP = ".zip";

    private final Path root;
    private final long maxBytes;

    /** @param maxBytes what all packages together may take; the newest stays in any case */
    public PackageStore(Path cache, long maxBytes) {
        this.root = cache.resolve("packages").toAbsolutePath();
        this.maxBytes = maxBytes;
    }

    /**
     * A new file to write a package to.
     *
     * @throws CodeProblem when the disk does not let
     */
    public Path incoming() {
        try {
            return Files.createDirectories(root).resolve(".incoming-" + UUID.randomUUID());
        } catch (IOException e) {
            throw new CodeProblem(Reason.UNREADABLE, "cannot be stored in " + root + ": " + e, e);
        }
    }

    /**
     * Keeps a package; the incoming file is gone afterwards, whatever happens.
     *
     * @throws CodeProblem when it cannot be used
     */
    public StoredPackage add(Path incoming) {
        try {
            String sha256 = Snapshot.digest(incoming);
            boolean jar = new CodePackage(incoming, PackageLimits.LAMBDA).isPlainJar();
            Path file = root.resolve(sha256 + (jar ? JAR : ZIP));
            toDisk(incoming);
            Files.move(incoming, file, StandardCopyOption.ATOMIC_MOVE);
            prune(file);
            return new StoredPackage(sha256, file, jar, Files.size(file));
        } catch (ZipException e) {
            throw new CodeProblem(Reason.NOT_A_COMPLETE_ZIP, "is not a complete zip: " + e.getMessage(), e);
        } catch (IOException e) {
            throw new CodeProblem(Reason.UNREADABLE, "cannot be stored in " + root + ": " + e, e);
        } finally {
            discard(incoming);
        }
    }

    /** Or else a machine that loses its power may find half a package under a whole one's name. */
    private static void toDisk(Path incoming) throws IOException {
        try (FileChannel channel = FileChannel.open(incoming, StandardOpenOption.WRITE)) {
            channel.force(true);
        }
    }

    /** Removes an incoming file that is not wanted. */
    public void discard(Path incoming) {
        try {
            Files.deleteIfExists(incoming);
        } catch (IOException e) {
            System.getLogger(PackageStore.class.getName())
                    .log(System.Logger.Level.WARNING, "left behind: " + incoming, e);
        }
    }

    /** A package that is there; its use is noted. */
    public Optional<StoredPackage> find(String sha256) {
        return Stream.of(JAR, ZIP)
                .map(ending -> root.resolve(sha256 + ending))
                .filter(Files::isRegularFile)
                .findFirst()
                .flatMap(file -> used(sha256, file));
    }

    private static Optional<StoredPackage> used(String sha256, Path file) {
        try {
            Files.setLastModifiedTime(file, FileTime.from(Instant.now()));
            return Optional.of(new StoredPackage(sha256, file, file.toString().endsWith(JAR), Files.size(file)));
        } catch (IOException e) {
            return Optional.empty(); // pruned at this moment
        }
    }

    private synchronized void prune(Path newest) throws IOException {
        long total = 0;
        for (Path file : newestFirst()) {
            total += Files.size(file);
            if (total > maxBytes && !file.equals(newest)) {
                Files.deleteIfExists(file);
            }
        }
    }

    private List<Path> newestFirst() throws IOException {
        try (Stream<Path> files = Files.list(root)) {
            return files.filter(file -> !file.getFileName().toString().startsWith("."))
                    .sorted(Comparator.comparingLong(
                                    (Path file) -> file.toFile().lastModified())
                            .reversed())
                    .toList();
        }
    }
}
