package dev.hearth.gateway.invoke;

import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;

/** The open connections of a server: counts them against the limit, and lets them end one by one when it drains. */
final class Connections {
    private final int limit;
    private final Set<CallerConnection> open = ConcurrentHashMap.newKeySet();
    private final CompletableFuture<Void> drained = new CompletableFuture<>();
    private volatile boolean draining;

    Connections(int limit) {
        this.limit = limit;
    }

    /** Takes a connection in; false: there are too many, or the server drains. */
    boolean opened(CallerConnection connection) {
        if (draining || open.size() >= limit) {
            return false;
        }
        open.add(connection);
        return true;
    }

    void closed(CallerConnection connection) {
        open.remove(connection);
        completeWhenDrained();
    }

    boolean isDraining() {
        return draining;
    }

    int size() {
        return open.size();
    }

    /** Ends idle connections now and the others after their answer. */
    CompletableFuture<Void> drain() {
        draining = true;
        open.forEach(CallerConnection::drain);
        completeWhenDrained();
        return drained;
    }

    /** Ends every connection now. */
    void closeAll() {
        draining = true;
        open.forEach(CallerConnection::close);
    }

    private void completeWhenDrained() {
        if (draining && open.isEmpty()) {
            drained.complete(null);
        }
    }
}
