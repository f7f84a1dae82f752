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
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Wakes when something in some folders may have changed. It is a hint only: where the system cannot watch (too many
 * folders, network file systems) the caller's own time-out has to find the change.
 */
final class FolderWatch implements AutoCloseable {
    /** A build or an editor writes several times; this much quiet ends it. */
    private static final Duration QUIET = Duration.ofMillis(50);

    /** A folder that never falls quiet is looked at anyway. */
    private static final int MAX_EVENTS = 6;

    private static final Logger LOG = LoggerFactory.getLogger(FolderWatch.class);

    private final WatchService service;
    private final Map<Path, WatchKey> keys = new HashMap<>();
    private boolean warned;

    FolderWatch() {
        try {
            service = FileSystems.getDefault().newWatchService();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
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
        folders.stream().filter(folder -> !keys.containsKey(folder)).forEach(this::register);
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
        WatchKey key = service.poll(timeout.toMillis(), TimeUnit.MILLISECONDS);
        if (key == null) {
            return false;
        }
        key.pollEvents();
        key.reset();
        return true;
    }

    private void register(Path folder) {
        try {
            WatchKey key = folder.register(
                    service,
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
            service.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
