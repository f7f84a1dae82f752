package dev.hearth.code;

import dev.hearth.code.CodeProblem.Reason;
import java.io.File;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Predicate;
import java.util.stream.Stream;
import java.util.zip.ZipException;

/**
 * Code packages as they were handed in, by SHA-256 in a folder: {@code <cache>/packages/<sha256>.zip}. One appears by one rename once
 * all of it was read; the folder is kept below a size by forgetting those unused for the longest time. It is one process's own: what
 * is on its way when a store begins was left by one that was killed.
 */
public final class PackageStore {
    static final String INCOMING = ".incoming-";
    private static final String ZIP = ".zip";

    private final Path root;
    private final long maxBytes;
    private final ReentrantLock checking = new ReentrantLock(true);
    private final Map<Path, String> owners = new ConcurrentHashMap<>();

    /** @param maxBytes what all packages together may take; the newest stays in any case */
    public PackageStore(Path cache, long maxBytes) {
        this.root = cache.resolve("packages").toAbsolutePath();
        this.maxBytes = maxBytes;
        discardIncoming();
    }

    private void discardIncoming() {
        File[] left = root.toFile().listFiles((_, name) -> name.startsWith(INCOMING));
        for (File file : Objects.requireNonNullElse(left, new File[0])) {
            discard(file.toPath());
        }
    }

    /**
     * A new file to write a package to.
     *
     * @throws CodeProblem when the disk does not let
     */
    public Path incoming() {
        try {
            return Files.createDirectories(root).resolve(INCOMING + UUID.randomUUID());
        } catch (IOException e) {
            throw new CodeProblem(Reason.UNREADABLE, "cannot be stored in " + root + ": " + e, e);
        }
    }

    /**
     * Keeps a package; the incoming file is gone afterwards, whatever happens.
     *
     * @param owner whose package it is: who fills the store loses his own
     * @throws CodeProblem when it cannot be used
     */
    public StoredPackage add(Path incoming, String owner) {
        try {
            String sha256 = Snapshot.digest(incoming);
            check(incoming);
            Path file = root.resolve(sha256 + ZIP);
            toDisk(incoming);
            Files.move(incoming, file, StandardCopyOption.ATOMIC_MOVE);
            owners.putIfAbsent(file, owner);
            prune(file);
            return new StoredPackage(sha256, file, Files.size(file));
        } catch (ZipException e) {
            throw new CodeProblem(Reason.NOT_A_COMPLETE_ZIP, "is not a complete zip: " + e.getMessage(), e);
        } catch (IOException e) {
            throw new CodeProblem(Reason.UNREADABLE, "cannot be stored in " + root + ": " + e, e);
        } finally {
            discard(incoming);
        }
    }

    /** One at a time: the list of a package's entries may take some ten MB of memory. */
    private void check(Path incoming) throws IOException {
        checking.lock();
        try {
            CodePackage.check(incoming, PackageLimits.LAMBDA);
        } finally {
            checking.unlock();
        }
    }

    /**
     * Why a handler will not be found in a package; empty: it may be there.
     *
     * @see PackageClasses#missing
     */
    public Optional<String> missing(StoredPackage stored, String handler) {
        checking.lock();
        try {
            return PackageClasses.missing(stored, handler);
        } finally {
            checking.unlock();
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
        Path file = root.resolve(sha256 + ZIP);
        try {
            Files.setLastModifiedTime(file, FileTime.from(Instant.now()));
            return Optional.of(new StoredPackage(sha256, file, Files.size(file)));
        } catch (IOException e) {
            return Optional.empty(); // it was never here, or is pruned at this moment
        }
    }

    /** Of the owner with most bytes the package that was not used for the longest time goes first. */
    private synchronized void prune(Path newest) throws IOException {
        List<Path> files = new ArrayList<>(oldestFirst());
        owners.keySet().retainAll(files);
        while (sizeOf(files, _ -> true) > maxBytes && files.size() > 1) {
            String greediest = files.stream()
                    .map(this::owner)
                    .max(Comparator.comparingLong(
                            each -> sizeOf(files, file -> owner(file).equals(each))))
                    .orElseThrow();
            Path victim = files.stream()
                    .filter(file -> owner(file).equals(greediest) && !file.equals(newest))
                    .findFirst()
                    .orElse(files.getFirst().equals(newest) ? files.getLast() : files.getFirst());
            Files.deleteIfExists(victim);
            files.remove(victim);
        }
    }

    private String owner(Path file) {
        return owners.getOrDefault(file, "");
    }

    private static long sizeOf(List<Path> files, Predicate<Path> which) {
        return files.stream()
                .filter(which)
                .mapToLong(file -> file.toFile().length())
                .sum();
    }

    private List<Path> oldestFirst() throws IOException {
        try (Stream<Path> files = Files.list(root)) {
            return files.filter(file -> !file.getFileName().toString().startsWith("."))
                    .sorted(Comparator.comparingLong(file -> file.toFile().lastModified()))
                    .toList();
        }
    }
}
