package dev.hearth.gateway.catalog;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.hearth.code.CodeStore;
import dev.hearth.crds.FunctionSpec;
import dev.hearth.crds.FunctionVersionSpec;
import dev.hearth.crds.Publication;
import dev.hearth.crds.Retained;
import dev.hearth.crds.VersionRetention;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.SequencedCollection;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Versions that were published on this machine: {@code <cache>/versions/<manifest and function>/<number>.json}, each what a
 * FunctionVersion says in a cluster. No number is given twice: the last stands in {@code last}. Other processes may use the same
 * folder. Not thread-safe.
 */
final class VersionFolder {
    private static final Logger LOG = LoggerFactory.getLogger(VersionFolder.class);
    private static final String SUFFIX = ".json";
    private static final String LAST = "last";
    private static final String REQUESTED = "requested";
    private static final String MANIFEST = "manifest";
    private static final int ID_BYTES = 8;
    private static final Set<PosixFilePermission> OWNER_ONLY = PosixFilePermissions.fromString("rwx------");
    private static final Looked NOTHING = new Looked(new FunctionSpec(), "");

    private final Path root;
    private final CodeStore code;
    private final Map<Path, NavigableMap<Integer, Kept>> known = new HashMap<>();
    private final Map<Path, Looked> looked = new HashMap<>();

    /** A function that needs no look as long as it is just this. */
    private record Looked(FunctionSpec spec, String codeSha256) {
        @SuppressWarnings("ReferenceEquality") // a manifest that did not change is the same object
        boolean isStill(FunctionSpec now, String sha256) {
            return spec == now && codeSha256.equals(sha256);
        }
    }

    /** One version; not to be served: its code is no longer there. */
    private record Kept(FunctionVersionSpec spec, Instant published, Optional<PublishedVersion> served) {}

    VersionFolder(Path cache, CodeStore code) {
        this.root = cache.resolve("versions");
        this.code = code;
    }

    /** Those that can be invoked, by their numbers. */
    SequencedCollection<PublishedVersion> of(Declared.Good function) {
        return versions(function).values().stream()
                .flatMap(kept -> kept.served().stream())
                .toList();
    }

    /**
     * Publishes a function unless the newest version is just that.
     *
     * @param codeSha256 of its code, lower-case hex
     */
    void publish(Declared.Good function, String codeSha256) {
        FunctionSpec spec = function.spec();
        boolean mayBeAsked = Boolean.TRUE.equals(spec.getPublish())
                || function.publishRequest().isPresent();
        if (!mayBeAsked || looked.getOrDefault(folder(function), NOTHING).isStill(spec, codeSha256)) {
            return;
        }
        String name = function.configuration().function().name();
        try {
            if (isAsked(function)) {
                publish(function, Publication.of(spec, name, codeSha256));
            }
            looked.put(folder(function), new Looked(spec, codeSha256));
        } catch (IOException | RuntimeException e) {
            LOG.atError()
                    .setMessage("version not published; trying again")
                    .addKeyValue("function", name)
                    .addKeyValue("folder", folder(function))
                    .addKeyValue("why", e.toString())
                    .log();
        }
    }

    /** Always, or because its annotation has a value that nothing was published for. */
    private boolean isAsked(Declared.Good function) throws IOException {
        if (Boolean.TRUE.equals(function.spec().getPublish())) {
            return true;
        }
        Path file = folder(function).resolve(REQUESTED);
        return !function.publishRequest().equals(text(file));
    }

    private void publish(Declared.Good function, FunctionVersionSpec wanted) throws IOException {
        Path folder = folder(function);
        if (!isNewest(function, wanted)) {
            create(folder);
            write(folder.resolve(MANIFEST), function.file().toString().getBytes(StandardCharsets.UTF_8));
            add(folder, wanted);
        }
        if (function.publishRequest().isPresent()) {
            create(folder);
            write(folder.resolve(REQUESTED), function.publishRequest().get().getBytes(StandardCharsets.UTF_8));
        }
    }

    /** Deletes those that the function's retention no longer keeps; invocations that run go on. */
    void collect(Declared.Good function, Set<String> used) {
        Optional.ofNullable(function.spec().getVersionRetention())
                .ifPresent(retention -> collect(folder(function), retention, retained(function, used)));
    }

    private static void collect(Path folder, VersionRetention retention, List<Retained> versions) {
        for (long number : Retained.superfluous(retention, versions, Instant.now())) {
            try {
                Files.deleteIfExists(folder.resolve(number + SUFFIX));
            } catch (IOException e) {
                LOG.atWarn()
                        .setMessage("version not deleted")
                        .addKeyValue("folder", folder)
                        .addKeyValue("why", e.toString())
                        .log();
            }
        }
    }

    private List<Retained> retained(Declared.Good function, Set<String> used) {
        return versions(function).entrySet().stream()
                .map(version -> new Retained(
                        version.getKey(),
                        version.getValue().published(),
                        used.contains(version.getValue().spec().getVersion())))
                .toList();
    }

    private boolean isNewest(Declared.Good function, FunctionVersionSpec wanted) {
        return Optional.ofNullable(versions(function).lastEntry())
                .filter(newest -> Publication.isSame(newest.getValue().spec(), wanted))
                .isPresent();
    }

    private static void add(Path folder, FunctionVersionSpec wanted) throws IOException {
        try (FileChannel lock =
                        FileChannel.open(folder.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                FileLock _ = lock.lock()) {
            int number =
                    Math.max(last(folder), numbers(folder).max(Integer::compare).orElse(0)) + 1;
            wanted.setVersion(Integer.toString(number));
            write(folder.resolve(LAST), wanted.getVersion().getBytes(StandardCharsets.US_ASCII));
            write(folder.resolve(number + SUFFIX), new ObjectMapper().writeValueAsBytes(wanted));
        }
    }

    /** Nobody else's to read: variables stand in it. */
    private static void create(Path folder) throws IOException {
        Files.createDirectories(folder, PosixFilePermissions.asFileAttribute(OWNER_ONLY));
    }

    /** On the disk before it has its name. */
    private static void write(Path file, byte[] content) throws IOException {
        Path fresh = file.resolveSibling(file.getFileName() + ".new");
        try (FileChannel channel = FileChannel.open(
                fresh, StandardOpenOption.CREATE, StandardOpenOption.TRUNCATE_EXISTING, StandardOpenOption.WRITE)) {
            channel.write(ByteBuffer.wrap(content));
            channel.force(true);
        }
        Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE);
    }

    private static int last(Path folder) throws IOException {
        Optional<String> last = text(folder.resolve(LAST)).map(String::strip);
        if (last.filter(text -> !text.matches("\\d{1,9}")).isPresent()) {
            throw new IOException(folder.resolve(LAST) + " holds no number");
        }
        return last.map(Integer::parseInt).orElse(0);
    }

    private static Optional<String> text(Path file) throws IOException {
        return Files.exists(file) ? Optional.of(Files.readString(file)) : Optional.empty();
    }

    private static Stream<Integer> numbers(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files
                    .map(file -> file.getFileName().toString())
                    .filter(name -> name.matches("[1-9]\\d{0,8}" + SUFFIX))
                    .map(name -> Integer.valueOf(name.substring(0, name.length() - SUFFIX.length())))
                    .toList()
                    .stream();
        }
    }

    // ---- reading ----

    private NavigableMap<Integer, Kept> versions(Declared.Good function) {
        Path folder = folder(function);
        NavigableMap<Integer, Kept> versions = known.computeIfAbsent(folder, _ -> new TreeMap<>());
        if (Files.isDirectory(folder)) {
            try {
                List<Integer> there = numbers(folder).toList();
                versions.keySet().retainAll(there);
                there.forEach(number -> versions.computeIfAbsent(number, _ -> read(function, folder, number)));
            } catch (IOException e) {
                unreadable(folder, e);
            }
        }
        return versions;
    }

    private static void unreadable(Path file, Exception e) {
        LOG.atWarn()
                .setMessage("versions cannot be read")
                .addKeyValue("file", file)
                .addKeyValue("why", e.toString())
                .log();
    }

    /** One that cannot be read is not served; its number is taken all the same. */
    private Kept read(Declared.Good function, Path folder, int number) {
        Path file = folder.resolve(number + SUFFIX);
        try {
            FunctionVersionSpec spec = new ObjectMapper().readValue(file.toFile(), FunctionVersionSpec.class);
            Instant published = Files.getLastModifiedTime(file).toInstant();
            return new Kept(spec, published, served(function, spec));
        } catch (IOException | RuntimeException e) {
            unreadable(file, e);
            return new Kept(new FunctionVersionSpec(), Instant.MAX, Optional.empty());
        }
    }

    /**
     * SHA-256 of code that versions of existing manifests have; versions of others go when they are old.
     *
     * @param old what was published before
     */
    static Set<String> neededCode(Path cache, Instant old) {
        Set<String> needed = new HashSet<>();
        try (Stream<Path> folders = Files.list(cache.resolve("versions"))) {
            for (Path folder : folders.toList()) {
                if (isAbandoned(folder, old)) {
                    delete(folder);
                } else {
                    numbers(folder)
                            .forEach(number ->
                                    code(folder.resolve(number + SUFFIX)).ifPresent(needed::add));
                }
            }
        } catch (NoSuchFileException e) {
            // nothing was ever published
        } catch (IOException e) {
            unreadable(cache, e);
        }
        return needed;
    }

    private static Optional<String> code(Path file) {
        try {
            return Optional.of(
                    Publication.codeSha256(new ObjectMapper().readValue(file.toFile(), FunctionVersionSpec.class)));
        } catch (IOException | RuntimeException e) {
            unreadable(file, e);
            return Optional.empty();
        }
    }

    private static boolean isAbandoned(Path folder, Instant old) throws IOException {
        Optional<Path> manifest = text(folder.resolve(MANIFEST)).map(Path::of);
        return manifest.filter(file -> !Files.exists(file)).isPresent()
                && Files.getLastModifiedTime(folder).toInstant().isBefore(old);
    }

    private static void delete(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.toList()) {
                Files.deleteIfExists(file);
            }
        }
        Files.deleteIfExists(folder);
    }

    private Optional<PublishedVersion> served(Declared.Good function, FunctionVersionSpec spec) {
        Optional<PublishedVersion> served = code.find(Publication.codeSha256(spec))
                .map(Configuration.of(
                        function.configuration().function(),
                        spec.getVersion(),
                        spec,
                        Revision.Bounds.reserved(OptionalInt.empty()))::with)
                .map(revision -> new PublishedVersion(revision, Optional.ofNullable(spec.getRelease())));
        if (served.isEmpty()) {
            LOG.atWarn()
                    .setMessage("version is not served: its code was removed from the cache")
                    .addKeyValue("function", function.configuration().function().name())
                    .addKeyValue("version", spec.getVersion())
                    .log();
        }
        return served;
    }

    /** Forgets what is no longer declared; its files stay. */
    void keepOnly(Collection<Declared.Good> functions) {
        List<Path> folders = functions.stream().map(this::folder).toList();
        known.keySet().retainAll(folders);
        looked.keySet().retainAll(folders);
    }

    private Path folder(Declared.Good function) {
        FunctionId id = function.configuration().function();
        byte[] hash = Sha256.of((function.file() + "\n" + id.arn()).getBytes(StandardCharsets.UTF_8));
        return root.resolve(id.name() + "-" + HexFormat.of().formatHex(hash, 0, ID_BYTES));
    }
}
