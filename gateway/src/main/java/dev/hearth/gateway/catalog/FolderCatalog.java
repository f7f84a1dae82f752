package dev.hearth.gateway.catalog;

import dev.hearth.code.CodeStore;
import dev.hearth.gateway.catalog.CatalogChange.Broken;
import dev.hearth.gateway.catalog.Snapshot.Serving;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The functions declared by the manifests below some folders, followed as they change. A change of a manifest or a
 * package is in force within a second; one that cannot be served leaves the old revision serving and is reported.
 *
 * <p>Reads give the latest complete snapshot and never wait. One thread looks for changes: when the system tells of one,
 * and at regular times as a net, at most a twentieth of its time.
 */
public final class FolderCatalog implements Catalog, AutoCloseable {
    private static final Duration NET = Duration.ofMillis(500);
    private static final Duration NET_MAX = Duration.ofSeconds(30);
    private static final int NET_SHARE = 20;

    /** A file that is missing or empty only while an editor or build writes it must not retire its function. */
    private static final Duration SETTLE = Duration.ofMillis(150);

    /** Versions whose manifest was not seen for so long go: its project may be on a disk that is seldom there. */
    private static final Duration ABANDONED = Duration.ofDays(365);

    private static final Logger LOG = LoggerFactory.getLogger(FolderCatalog.class);

    private final List<Path> roots;
    private final int accountConcurrency;
    private final ManifestCache manifests;
    private final OpenedCode code;
    private final VersionFolder versions;
    private final FolderWatch watch = new FolderWatch();
    private final List<Consumer<CatalogChange>> listeners = new CopyOnWriteArrayList<>();
    private final Thread follower = new Thread(this::follow, "hearth-catalog");
    private volatile Snapshot snapshot = Snapshot.EMPTY;
    private volatile boolean closed;

    private FolderCatalog(
            List<Path> roots,
            int accountConcurrency,
            CodeStore code,
            VersionFolder versions,
            Function<Path, List<Declared>> reader) {
        this.roots = List.copyOf(roots);
        this.versions = versions;
        this.accountConcurrency = accountConcurrency;
        this.code = new OpenedCode(code);
        this.manifests = new ManifestCache(reader);
    }

    /**
     * Reads everything once, then follows the changes until closed.
     *
     * @param roots folders, or single manifests
     * @param region in the functions' ARNs
     * @param accountId 12 digits: of functions of namespace {@code default}
     * @param accountConcurrency of which 100 stay unreserved
     * @param cache where code is unpacked
     * @param state where published versions are kept, with their packages
     */
    public static FolderCatalog open(
            List<Path> roots, String region, String accountId, int accountConcurrency, Path cache, Path state) {
        return open(roots, accountConcurrency, cache, state, new ManifestDeclarations(region, accountId)::read);
    }

    /**
     * Removes unpacked code that nobody used lately and no version needs; nothing if the versions cannot all be read.
     *
     * @param state where published versions are kept
     * @param unused how long it must not have been used
     */
    public static void prune(Path cache, Path state, Duration unused, Instant now) {
        VersionFolder.neededCode(state, now.minus(ABANDONED))
                .ifPresent(needed -> codeStore(cache, state).prune(unused, now, needed));
    }

    /** The packages of published versions are no cache. */
    private static CodeStore codeStore(Path cache, Path state) {
        return new CodeStore(cache, state.resolve("packages"));
    }

    static FolderCatalog open(
            List<Path> roots, int accountConcurrency, Path cache, Path state, Function<Path, List<Declared>> reader) {
        CodeStore code = codeStore(cache, state);
        var catalog = new FolderCatalog(roots, accountConcurrency, code, new VersionFolder(state, code), reader);
        catalog.snapshot = catalog.scan().snapshot();
        catalog.follower.setDaemon(true);
        catalog.follower.start();
        return catalog;
    }

    @Override
    public Optional<Revision> find(String accountId, String functionName) {
        return snapshot.find(new FunctionKey(accountId, functionName)).latest();
    }

    @Override
    public Optional<Route> route(String accountId, String functionName, String qualifier) {
        return snapshot.find(new FunctionKey(accountId, functionName)).route(qualifier);
    }

    @Override
    public Optional<String> obstacle(String accountId, String functionName) {
        return snapshot.obstacle(new FunctionKey(accountId, functionName))
                .map(problem -> withoutRoots(
                        problem.file() + ":" + problem.line() + " " + problem.field() + ": " + problem.message()));
    }

    /** Callers need not learn where on this machine the folders are. */
    private String withoutRoots(String text) {
        String shown = text;
        for (Path root : roots) {
            shown = shown.replace(realPath(root).toString(), ".");
        }
        return shown;
    }

    private static Path realPath(Path root) {
        try {
            return root.toRealPath();
        } catch (IOException e) {
            return root.toAbsolutePath().normalize();
        }
    }

    @Override
    public Collection<Revision> all() {
        return snapshot.serving().values().stream()
                .flatMap(function -> function.qualifiers().revisions().stream())
                .toList();
    }

    /** Every function that serves, as its {@code $LATEST}. */
    public Collection<Revision> functions() {
        return snapshot.serving().values().stream().map(Serving::revision).toList();
    }

    /** What is declared but cannot be served as it is written. */
    public List<Broken> broken() {
        return snapshot.broken();
    }

    @Override
    public void onChange(Consumer<CatalogChange> listener) {
        listeners.add(listener);
    }

    private void follow() {
        Duration net = NET;
        while (!closed) {
            try {
                watch.await(net);
                long start = System.nanoTime();
                refresh();
                net = net(Duration.ofNanos(System.nanoTime() - start));
            } catch (InterruptedException e) {
                return;
            } catch (RuntimeException e) {
                if (closed) {
                    return;
                }
                LOG.atError().setCause(e).log("looking for changed functions failed; the known ones go on serving");
                net = NET_MAX;
            }
        }
    }

    private static Duration net(Duration scan) {
        Duration affordable = scan.multipliedBy(NET_SHARE);
        if (affordable.compareTo(NET) < 0) {
            return NET;
        }
        return affordable.compareTo(NET_MAX) < 0 ? affordable : NET_MAX;
    }

    private void refresh() throws InterruptedException {
        Snapshot before = snapshot;
        Scanned now = scan();
        if (before.losesIn(now.snapshot())) {
            Thread.sleep(SETTLE);
            now = scan();
        }
        if (!closed) {
            snapshot = now.snapshot();
            snapshot.changesSince(before).forEach(this::tell);
            now.scan().collect(snapshot);
        }
    }

    private void tell(CatalogChange change) {
        for (Consumer<CatalogChange> listener : listeners) {
            try {
                listener.accept(change);
            } catch (RuntimeException e) {
                LOG.atError().setCause(e).log("a listener failed on a changed function");
            }
        }
    }

    /** What a look at the folders came to. */
    private record Scanned(FolderScan scan, Snapshot snapshot) {}

    private Scanned scan() {
        ManifestFiles files = ManifestFiles.below(roots);
        List<Declared> declared = manifests.read(files.manifests());
        List<Declared.Good> functions = declared.stream()
                .flatMap(each -> each instanceof Declared.Good good ? Stream.of(good) : Stream.empty())
                .toList();
        List<Path> packages = functions.stream().map(Declared.Good::codeFile).toList();
        watch.watch(watched(files, packages));
        code.keepOnly(packages);
        versions.keepOnly(functions);
        FolderScan scan = new FolderScan(snapshot, declared, code, versions, accountConcurrency);
        return new Scanned(scan, scan.next().with(files.unreadable()));
    }

    /** Also where packages are, which is build output as a rule, or will be. */
    private static Set<Path> watched(ManifestFiles files, List<Path> packages) {
        Set<Path> folders = new LinkedHashSet<>(files.folders());
        files.manifests().forEach(file -> folders.add(file.getParent()));
        packages.forEach(file -> nearestFolder(file).ifPresent(folders::add));
        return folders;
    }

    private static Optional<Path> nearestFolder(Path file) {
        return Stream.iterate(file.getParent(), Objects::nonNull, Path::getParent)
                .filter(Files::isDirectory)
                .findFirst();
    }

    @Override
    public void close() {
        closed = true;
        follower.interrupt();
        watch.close();
    }
}
