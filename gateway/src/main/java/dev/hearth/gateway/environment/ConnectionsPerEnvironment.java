package dev.hearth.gateway.environment;

import dev.hearth.gateway.catalog.FunctionId;
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

    private final Map<Owner, Integer> open = new ConcurrentHashMap<>();

    /** An environment, also if it is made anew here while its pod goes on. */
    private record Owner(FunctionId function, String id) {}

    /** Takes one in until it closes; false: its environment has too many. */
    boolean take(Environment environment, Channel connection) {
        Owner owner = new Owner(environment.revision().function(), environment.id());
        boolean fits = open.merge(owner, 1, Integer::sum) <= MOST;
        connection
                .closeFuture()
                .addListener(_ -> open.computeIfPresent(owner, (_, count) -> count == 1 ? null : count - 1));
        return fits;
    }
}
