package dev.hearth.gateway.catalog;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.ClosedWatchServiceException;
import java.nio.file.FileSystems;
import java.nio.file.Path;
import java.nio.file.StandardWatchEventKinds;
import java.nio.file.WatchKey;
import java.nio.file.WatchService;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Wakes when something in some folders may have changed. It is a hint only: where the system cannot watch (too many
 * folders, network file systems, a user who has used up all watchers) the caller's own time-out has to find the change.
 */
final class FolderWatch implements AutoCloseable {
    /** A build or an editor writes several times; this much quiet ends it. */
    private static final Duration QUIET = Duration.ofMillis(50);

    /** A folder that never falls quiet is looked at anyway. */
    private static final int MAX_EVENTS = 6;

    private static final Logger LOG = LoggerFactory.getLogger(FolderWatch.class);

    private final Optional<WatchService> service;
    private final Map<Path, WatchKey> keys = new HashMap<>();
    private boolean warned;

    FolderWatch() {
        this(FolderWatch::ofSystem);
    }

    FolderWatch(Supplier<Optional<WatchService>> system) {
        service = system.get();
    }

    private static Optional<WatchService> ofSystem() {
        try {
            return Optional.of(FileSystems.getDefault().newWatchService());
        } catch (IOException e) {
            LOG.atWarn()
                    .setMessage("folders cannot be watched; changes are found by looking twice a second")
                    .addKeyValue("why", e.getMessage())
                    .log();
            return Optional.empty();
        }
    }

    /** Watches exactly these. */
    void watch(Collection<Path> folders) {
        keys.entrySet().removeIf(entry -> {
            boolean stale =
                    !folders.contains(entry.getKey()) || !entry.getValue().isValid();
            if (stale) {
                entry.getValue().cancel();
            }
            return stale;
        });
        service.ifPresent(system -> folders.stream()
                .filter(folder -> !keys.containsKey(folder))
                .forEach(folder -> register(system, folder)));
    }

    /** Returns when something happened and the folders fell quiet, or after the time-out, or when closed. */
    void await(Duration timeout) throws InterruptedException {
        try {
            boolean happened = happens(timeout);
            for (int events = 1; happened && events < MAX_EVENTS; events++) {
                happened = happens(QUIET);
            }
        } catch (ClosedWatchServiceException e) {
            LOG.atDebug().setCause(e).log("watch closed");
        }
    }

    private boolean happens(Duration timeout) throws InterruptedException {
        if (service.isEmpty()) {
            Thread.sleep(timeout);
            return false;
        }
        WatchKey key = service.get().poll(timeout.toMillis(), TimeUnit.MILLISECONDS);
        if (key == null) {
            return false;
        }
        key.pollEvents();
        key.reset();
        return true;
    }

    private void register(WatchService system, Path folder) {
        try {
            WatchKey key = folder.register(
                    system,
                    StandardWatchEventKinds.ENTRY_CREATE,
                    StandardWatchEventKinds.ENTRY_MODIFY,
                    StandardWatchEventKinds.ENTRY_DELETE);
            keys.put(folder, key);
        } catch (IOException e) {
            warnOnce(folder, e);
        }
    }

    private void warnOnce(Path folder, IOException e) {
        if (!warned) {
            warned = true;
            LOG.atDebug()
                    .addKeyValue("folder", folder)
                    .setCause(e)
                    .log("cannot watch a folder; changes are found by looking regularly");
        }
    }

    @Override
    public void close() {
        try {
            if (service.isPresent()) {
                service.get().close();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
