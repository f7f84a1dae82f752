package dev.hearth.gateway.destinations;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Scheduler;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Clients of servers, a few for each namespace. Those unused for a minute are closed, and the least recently used of a namespace when it
 * has more: however many destinations somebody names, nobody else's clients go for it, and threads and sockets are bounded.
 *
 * @param <K> server, and who we are there
 * @param <C> client of it
 */
final class NamespacePools<K, C> {
    private static final int MAX_PER_NAMESPACE = 8;
    private static final Duration UNUSED = Duration.ofMinutes(1);

    private final Consumer<C> closing;
    private final Cache<String, Cache<K, Opened<C>>> namespaces;

    /** Made in the time that it takes: who waits for one waits for no other. */
    @FunctionalInterface
    interface Opening<C> {
        C open() throws IOException;
    }

    /** A client that is made once, by whoever comes first. */
    private static final class Opened<C> {
        private volatile boolean isClosed;
        private Optional<C> client = Optional.empty();

        synchronized C client(Opening<C> opening) throws IOException {
            if (client.isEmpty()) {
                client = Optional.of(opening.open());
            }
            return client.get();
        }

        synchronized void close(Consumer<C> closing) {
            isClosed = true;
            client.ifPresent(closing);
        }
    }

    NamespacePools(Consumer<C> closing) {
        this.closing = closing;
        this.namespaces = Caffeine.newBuilder()
                .expireAfterAccess(UNUSED.multipliedBy(2))
                .scheduler(Scheduler.systemScheduler())
                .<String, Cache<K, Opened<C>>>removalListener(
                        (_, clients, _) -> Optional.ofNullable(clients).ifPresent(Cache::invalidateAll))
                .build();
    }

    private Cache<K, Opened<C>> clients() {
        return Caffeine.newBuilder()
                .maximumSize(MAX_PER_NAMESPACE)
                .expireAfterAccess(UNUSED)
                .scheduler(Scheduler.systemScheduler())
                .<K, Opened<C>>removalListener(
                        (_, opened, _) -> Optional.ofNullable(opened).ifPresent(each -> each.close(closing)))
                .build();
    }

    C get(String namespace, K key, Opening<C> opening) throws IOException {
        Cache<K, Opened<C>> clients = namespaces.get(namespace, _ -> clients());
        Opened<C> opened = clients.get(key, _ -> new Opened<>());
        C client = opened.client(opening);
        if (opened.isClosed) {
            throw new IOException("too many destinations of " + namespace + " at once; it is tried again");
        }
        return client;
    }

    /** It does not work any more. */
    void drop(String namespace, K key) {
        Cache<K, Opened<C>> clients = namespaces.getIfPresent(namespace);
        if (clients != null) {
            clients.invalidate(key);
        }
    }

    void close() {
        namespaces.invalidateAll();
        namespaces.cleanUp();
    }
}
