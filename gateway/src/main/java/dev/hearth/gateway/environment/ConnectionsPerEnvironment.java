package dev.hearth.gateway.environment;

import dev.hearth.gateway.dispatch.Environment;
import io.netty.channel.Channel;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Counts the open connections of each environment: one for control, one for work, one for code are usual, and as many again of a
 * process that has just ended. Thread-safe.
 */
final class ConnectionsPerEnvironment {
    static final int MOST = 16;

    private final Map<Environment, Integer> open = new ConcurrentHashMap<>();

    /** Takes one in until it closes; false: its environment has too many. */
    boolean take(Environment environment, Channel connection) {
        boolean fits = open.merge(environment, 1, Integer::sum) <= MOST;
        connection
                .closeFuture()
                .addListener(_ -> open.computeIfPresent(environment, (_, count) -> count == 1 ? null : count - 1));
        return fits;
    }
}
