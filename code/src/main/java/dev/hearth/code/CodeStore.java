package dev.hearth.code;

import dev.hearth.code.CodeProblem.Reason;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;
import java.util.zip.ZipException;
import org.jspecify.annotations.Nullable;

/**
 * Unpacked code by SHA-256 in a folder: {@code <cache>/tasks/<sha256>/task}, with its {@link FolderSeal} beside it, and the package
 * as it was handed in at {@code <cache>/tasks/<sha256>.zip}. Code becomes visible by one rename, so other processes may use the same
 * folder, and an unpacker that is killed leaves nothing but a scratch folder, which a later {@link #prune} removes. Code that was
 * changed by somebody is unpacked anew.
 */
public final class CodeStore {
    private static final String SCRATCH = KeptPackages.INCOMING;
    private static final String TASK = "task";
    private static final String SEAL = "seal";
    private static final Duration SCRATCH_AGE = Duration.ofHours(1);

    private final Path root;
    private final EarlierLayout earlier;
    private final KeptPackages packages;
    private final PackageLimits limits;

    /** @param lasting folder of packages that are not to go with the cache: see {@link #keep} */
    public CodeStore(Path cache, Path lasting) {
        this(cache, lasting, PackageLimits.LAMBDA);
    }

    CodeStore(Path cache, Path lasting, PackageLimits limits) {
        this.root = cache.resolve("tasks").toAbsolutePath();
        this.packages = new KeptPackages(root, lasting.toAbsolutePath());
        this.earlier = new EarlierLayout(cache.resolve("code").toAbsolutePath());
        this.limits = limits;
    }

    /**
     * Reads a package and unpacks it unless that was done before.
     *
     * @param zipOrJar a deployment package as Lambda takes it
     * @throws CodeProblem when it cannot be used
     */
    public UnpackedCode open(Path zipOrJar) {
        if (!Files.exists(zipOrJar)) {
            throw new CodeProblem(Reason.MISSING, "does not exist");
        }
        if (!Files.isRegularFile(zipOrJar)) {
            throw new CodeProblem(Reason.NOT_A_COMPLETE_ZIP, "is no file; a zip or jar is needed");
        }
        Path scratch = root.resolve(SCRATCH + UUID.randomUUID());
        try {
            Files.createDirectories(scratch);
            Snapshot snapshot = Snapshot.take(zipOrJar, scratch.resolve("package"));
            return unpacked(snapshot, scratch);
        } catch (NoSuchFileException e) {
            throw new CodeProblem(Reason.MISSING, "has just been deleted", e);
        } catch (ZipException e) {
            throw new CodeProblem(Reason.NOT_A_COMPLETE_ZIP, "is not a complete zip: " + e.getMessage(), e);
        } catch (IOException e) {
            throw new CodeProblem(Reason.UNREADABLE, "cannot be unpacked into " + root + ": " + e, e);
        } finally {
            delete(scratch);
        }
    }

    /** What was unpacked before, anew if it is gone or no longer as it was; empty: its package is gone too. */
    public Optional<UnpackedCode> find(String sha256) {
        Path home = root.resolve(sha256);
        try {
            if (isWhole(home)) {
                return Optional.of(used(sha256, home));
            }
        } catch (IOException e) {
            return Optional.empty();
        }
        return packages.find(sha256)
                .or(() -> earlier.jar(sha256))
                .map(this::open)
                .or(() -> earlier.folder(sha256));
    }

    /**
     * Keeps the package of code that was opened, also when the cache is emptied, until {@link #prune} is told that it is needed no
     * more.
     */
    public void keep(String sha256) throws IOException {
        packages.keep(sha256);
        try {
            earlier.link(sha256, root.resolve(sha256).resolve(TASK));
        } catch (IOException | UnsupportedOperationException e) {
            System.getLogger(CodeStore.class.getName())
                    .log(System.Logger.Level.DEBUG, "an earlier Hearth will not find the code " + sha256, e);
        }
    }

    /**
     * Removes what no {@link #open} asked for lately, and scratch folders of unpackers that died.
     *
     * @param unused how long code must not have been asked for
     * @param needed SHA-256 of code that stays
     */
    public void prune(Duration unused, Instant now, Set<String> needed) {
        Stream.of(root, packages.lasting(), earlier.root())
                .flatMap(each -> entries(each).stream())
                .forEach(entry -> {
                    String name = entry.getFileName().toString();
                    Duration age = name.startsWith(SCRATCH) ? SCRATCH_AGE : unused;
                    if (!needed.contains(KeptPackages.digest(name))
                            && lastUsed(entry, now).plus(age).isBefore(now)) {
                        delete(entry);
                    }
                });
    }

    private UnpackedCode unpacked(Snapshot snapshot, Path scratch) throws IOException {
        Path home = root.resolve(snapshot.sha256());
        if (!isWhole(home)) {
            Path fresh = Files.createDirectory(scratch.resolve("content"));
            Path task = Files.createDirectory(fresh.resolve(TASK));
            CodePackage.unpack(snapshot.file(), task, limits, FoldedNames.areIn(task));
            Files.writeString(fresh.resolve(SEAL), FolderSeal.of(task));
            publish(fresh, home);
        }
        packages.add(snapshot);
        return used(snapshot.sha256(), home);
    }

    private UnpackedCode used(String sha256, Path home) throws IOException {
        packages.touch(sha256);
        Files.setLastModifiedTime(home, FileTime.from(Instant.now()));
        return new UnpackedCode(sha256, home.resolve(TASK));
    }

    private static boolean isWhole(Path home) throws IOException {
        try {
            return Files.readString(home.resolve(SEAL)).equals(FolderSeal.of(home.resolve(TASK)));
        } catch (NoSuchFileException e) {
            return false;
        }
    }

    private void publish(Path fresh, Path home) throws IOException {
        try {
            Files.move(fresh, home, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            if (!Files.isDirectory(home)) {
                throw e;
            }
            if (!isWhole(home)) { // else another unpacker was faster
                setAside(home);
                publish(fresh, home);
            }
        }
    }

    /** Environments may still run what is there, so it stays until a later prune. */
    private void setAside(Path home) throws IOException {
        Files.move(home, root.resolve(SCRATCH + "damaged-" + UUID.randomUUID()), StandardCopyOption.ATOMIC_MOVE);
        System.getLogger(CodeStore.class.getName())
                .log(System.Logger.Level.WARNING, "unpacked code damaged; unpacked anew: " + home);
    }

    private static List<Path> entries(Path root) {
        if (!Files.isDirectory(root)) {
            return List.of();
        }
        try (Stream<Path> entries = Files.list(root)) {
            return entries.toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Instant lastUsed(Path folder, Instant now) {
        try {
            return Files.getLastModifiedTime(folder, LinkOption.NOFOLLOW_LINKS).toInstant();
        } catch (IOException e) {
            return now;
        }
    }

    /** Deletes as far as possible: what stays is found by the next {@link #prune}. */
    private static void delete(Path folder) {
        try {
            Files.walkFileTree(folder, new SimpleFileVisitor<>() {
                @Override
                public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                    Files.deleteIfExists(file);
                    return FileVisitResult.CONTINUE;
                }

                @Override
                public FileVisitResult postVisitDirectory(Path visited, @Nullable IOException e) throws IOException {
                    Files.deleteIfExists(visited);
                    return FileVisitResult.CONTINUE;
                }
            });
        } catch (IOException e) {
            System.getLogger(CodeStore.class.getName())
                    .log(System.Logger.Level.DEBUG, "left for the next prune: " + folder, e);
        }
    }
}
