package dev.hearth.gateway.invoke;

import java.time.Duration;

/**
 * Where and within which limits the Invoke API is served.
 *
 * @param host address or name to bind
 * @param port TCP port; 0 takes a free one
 * @param region the installation's region, e.g. {@code us-east-1}
 * @param defaultAccountId 12 digits: whose functions bare names mean
 * @param maxConnections callers' connections at once; further ones are closed on arrival
 * @param firstRequestTimeout how long a new connection may wait before its first request
 * @param idleTimeout how long a connection may wait between requests
 * @param headerTimeout how long a started request line and its headers may take
 * @param bodyTimeout time over which the speed of a request's body is measured
 * @param stallTimeout time over which the speed is measured at which a caller reads what it is sent
 * @param minBytesPerSecond who sends or reads slower is cut
 * @param maxHeaderBytes size of all headers of a request; the request line has the same limit
 */
public record InvokeSettings(
        String host,
        int port,
        String region,
        String defaultAccountId,
        int maxConnections,
        Duration firstRequestTimeout,
        Duration idleTimeout,
        Duration headerTimeout,
        Duration bodyTimeout,
        Duration stallTimeout,
        int minBytesPerSecond,
        int maxHeaderBytes) {
    private static final int MAX_CONNECTIONS = 20_000;

    /** Memory of a connection with TLS, in bytes; a quarter of the heap may go to them, and at most as much of Netty's memory. */
    private static final long CONNECTION_BYTES = 32 * 1024;

    /** Half of what a slow mobile connection has: 6 MB take 13 minutes. */
    private static final int MIN_BYTES_PER_SECOND = 8 * 1024;

    public InvokeSettings {
        if (port < 0 || port > 65_535) {
            throw new IllegalArgumentException("port is " + port + "; use 0 to 65535");
        }
        if (maxConnections < 1) {
            throw new IllegalArgumentException("maxConnections is " + maxConnections + "; use 1 or more");
        }
    }

    /** Lambda-like limits. */
    public static InvokeSettings of(String host, int port, String region, String defaultAccountId) {
        return new InvokeSettings(
                host,
                port,
                region,
                defaultAccountId,
                Math.clamp(Runtime.getRuntime().maxMemory() / 4 / CONNECTION_BYTES, 1_000, MAX_CONNECTIONS),
                Duration.ofSeconds(60),
                Duration.ofSeconds(180),
                Duration.ofSeconds(10),
                Duration.ofSeconds(60),
                Duration.ofSeconds(60),
                MIN_BYTES_PER_SECOND,
                32 * 1024);
    }
}
