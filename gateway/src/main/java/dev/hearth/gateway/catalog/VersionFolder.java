package dev.hearth.gateway.catalog;

import dev.hearth.code.CodeStore;
import dev.hearth.crds.Account;
import dev.hearth.crds.FunctionArn;
import dev.hearth.crds.FunctionSpec;
import dev.hearth.crds.FunctionVersionSpec;
import dev.hearth.crds.Publication;
import dev.hearth.crds.Retained;
import dev.hearth.crds.VersionRetention;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
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
 * Versions that were published on this machine: {@code <state>/versions/<manifest and function>/<number>.json}, each what a
 * FunctionVersion says in a cluster. No number is given twice: the last stands in {@code last}. Other processes may use the same
 * folder. Not thread-safe.
 */
final class VersionFolder {
    private static final Logger LOG = LoggerFactory.getLogger(VersionFolder.class);
    private static final int ID_BYTES = 8;
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
    private record Kept(FunctionVersionSpec spec, Instant published, Optional<PublishedVersion> served) {
        /** Damaged, or of a later release, which is to find it. */
        boolean isUnreadable() {
            return published.equals(Instant.MAX);
        }
    }

    VersionFolder(Path state, CodeStore code) {
        this.root = state.resolve("versions");
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
        return !function.publishRequest().equals(files(function).requested());
    }

    private void publish(Declared.Good function, FunctionVersionSpec wanted) throws IOException {
        VersionFiles files = files(function);
        if (!isNewest(function, wanted)) {
            code.keep(Publication.codeSha256(wanted));
            files.add(wanted, function.file());
        }
        if (function.publishRequest().isPresent()) {
            files.request(function.publishRequest().get());
        }
    }

    /** Deletes those that the function's retention no longer keeps; invocations that run go on. */
    void collect(Declared.Good function, Set<String> used) {
        Optional.ofNullable(function.spec().getVersionRetention())
                .ifPresent(retention -> collect(files(function), retention, retained(function, used)));
    }

    private static void collect(VersionFiles files, VersionRetention retention, List<Retained> versions) {
        for (long number : Retained.superfluous(retention, versions, Instant.now())) {
            try {
                files.delete(number);
            } catch (IOException e) {
                LOG.atWarn()
                        .setMessage("version not deleted")
                        .addKeyValue("folder", files.folder())
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
                        version.getValue().isUnreadable()
                                || used.contains(version.getValue().spec().getVersion())))
                .toList();
    }

    private boolean isNewest(Declared.Good function, FunctionVersionSpec wanted) {
        return Optional.ofNullable(versions(function).lastEntry())
                .filter(newest -> Publication.isSame(newest.getValue().spec(), wanted))
                .isPresent();
    }

    // ---- reading ----

    private NavigableMap<Integer, Kept> versions(Declared.Good function) {
        VersionFiles files = files(function);
        NavigableMap<Integer, Kept> versions = known.computeIfAbsent(files.folder(), _ -> new TreeMap<>());
        if (files.exist()) {
            try {
                List<Integer> there = files.numbers();
                versions.keySet().retainAll(there);
                there.forEach(number -> versions.computeIfAbsent(number, _ -> read(function, files, number)));
            } catch (IOException e) {
                unreadable(files.folder(), e);
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
    private Kept read(Declared.Good function, VersionFiles files, int number) {
        try {
            FunctionVersionSpec spec = files.read(number);
            return new Kept(spec, files.published(number), served(function, spec));
        } catch (IOException | RuntimeException e) {
            unreadable(files.file(number), e);
            return new Kept(new FunctionVersionSpec(), Instant.MAX, Optional.empty());
        }
    }

    /**
     * SHA-256 of code that versions have; empty: not all can be read now. Versions of a manifest that is gone go when they are old.
     *
     * @param old what was neither published nor served since
     */
    static Optional<Set<String>> neededCode(Path state, Instant old) {
        Set<String> needed = new HashSet<>();
        try (Stream<Path> folders = Files.list(state.resolve("versions"))) {
            for (VersionFiles files : folders.map(VersionFiles::new).toList()) {
                if (files.areAbandoned(old)) {
                    files.deleteAll();
                } else {
                    files.numbers().forEach(number -> code(files, number).ifPresent(needed::add));
                }
            }
        } catch (NoSuchFileException e) {
            // nothing was ever published
        } catch (IOException e) {
            unreadable(state, e);
            return Optional.empty();
        }
        return Optional.of(needed);
    }

    /** Also of a version that only a later release can read: its code is to be there when that comes. */
    private static Optional<String> code(VersionFiles files, int number) {
        try {
            return Optional.of(Publication.codeSha256(files.codeOf(number)));
        } catch (IOException | RuntimeException e) {
            unreadable(files.file(number), e);
            return Optional.empty();
        }
    }

    private Optional<PublishedVersion> served(Declared.Good function, FunctionVersionSpec spec) {
        Optional<PublishedVersion> served = code.find(Publication.codeSha256(spec))
                .map(Configuration.of(
                        function.configuration().function(),
                        spec.getVersion(),
                        spec,
                        Revision.Bounds.reserved(OptionalInt.empty()),
                        null)::with)
                .map(revision -> new PublishedVersion(revision, Optional.ofNullable(spec.getRelease())));
        served.ifPresentOrElse(version -> keep(function, version), () -> tellThatCodeIsGone(function, spec));
        return served;
    }

    /** One that an earlier release has published; its package may be gone. */
    private void keep(Declared.Good function, PublishedVersion version) {
        try {
            files(function).touch();
            code.keep(version.revision().codeSha256());
        } catch (IOException e) {
            LOG.atDebug()
                    .setMessage("package not kept; its version needs the cache")
                    .setCause(e)
                    .log();
        }
    }

    private static void tellThatCodeIsGone(Declared.Good function, FunctionVersionSpec spec) {
        LOG.atWarn()
                .setMessage("version not served, its code is gone; serve its package once, or delete the version, and"
                        + " start again")
                .addKeyValue("function", function.configuration().function().name())
                .addKeyValue("version", spec.getVersion())
                .addKeyValue("codeSha256", Publication.codeSha256(spec))
                .log();
    }

    /** Forgets what is no longer declared; its files stay. */
    void keepOnly(Collection<Declared.Good> functions) {
        List<Path> folders = functions.stream().map(this::folder).toList();
        known.keySet().retainAll(folders);
        looked.keySet().retainAll(folders);
    }

    private VersionFiles files(Declared.Good function) {
        return new VersionFiles(folder(function));
    }

    /** The same in every region and account: both are settings of a shell, and a version is none of those. */
    private Path folder(Declared.Good function) {
        FunctionId id = function.configuration().function();
        String key = FunctionArn.of("us-east-1", Account.idOf(id.namespace()), id.name());
        byte[] hash = Sha256.of((function.file() + "\n" + key).getBytes(StandardCharsets.UTF_8));
        return root.resolve(id.name() + "-" + HexFormat.of().formatHex(hash, 0, ID_BYTES));
    }
}
