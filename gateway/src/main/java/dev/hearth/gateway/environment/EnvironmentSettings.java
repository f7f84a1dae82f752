package dev.hearth.gateway.environment;

import dev.hearth.gateway.memory.SharedBudget;
import dev.hearth.gateway.tls.ServerIdentity;
import java.time.Duration;
import java.util.Optional;

/**
 * Where environments connect.
 *
 * @param host address to listen on
 * @param port 0 takes a free one
 * @param identity with TLS; empty: without, which is for loopback
 * @param packages code that environments ask for; empty: theirs is on this machine
 * @param maxConnections at once; further ones are closed on arrival
 * @param firstRequestTimeout how long a connection may take for its handshake and the request that proves whose it is
 * @param resultWait how long a result may wait for memory before it is dropped
 * @param initErrors memory for errors of inits on their way, in bytes, by account
 */
public record EnvironmentSettings(
        String host,
        int port,
        Optional<ServerIdentity> identity,
        Optional<CodePackages> packages,
        int maxConnections,
        Duration firstRequestTimeout,
        Duration resultWait,
        SharedBudget initErrors) {
    /** Of the heap. */
    private static final int INIT_ERRORS_PART = 32;

    /** Memory of a connection with TLS, in bytes; half of the heap may go to them. */
    private static final long CONNECTION_BYTES = 32 * 1024;

    private static final int MAX_CONNECTIONS = 50_000;

    /**
     * Environments of a cluster. When a node starts many at once, each gets so little of it that its handshake takes many
     * seconds: to end it would end them all.
     */
    public static EnvironmentSettings of(
            String host, int port, Optional<ServerIdentity> identity, Optional<CodePackages> packages) {
        long fit = Runtime.getRuntime().maxMemory() / 2 / CONNECTION_BYTES;
        return new EnvironmentSettings(
                host,
                port,
                identity,
                packages,
                Math.clamp(fit, 1_000, MAX_CONNECTIONS),
                Duration.ofMinutes(2),
                Duration.ofSeconds(10),
                new SharedBudget(Runtime.getRuntime().maxMemory() / INIT_ERRORS_PART, 0, Body.MAX_OTHER));
    }

    /** Child processes of this machine. */
    public static EnvironmentSettings loopback() {
        return of("127.0.0.1", 0, Optional.empty(), Optional.empty());
    }
}
