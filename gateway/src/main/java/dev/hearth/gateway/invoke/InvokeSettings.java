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
 * @param idleTimeout how long a connection may wait between requests
 * @param headerTimeout how long a started request line and its headers may take
 * @param bodyTimeout how long a request's body may take
 * @param stallTimeout how long a caller may not read any byte of its answer
 * @param maxHeaderBytes size of all headers of a request; the request line has the same limit
 * @param maxBufferedBytes memory for large request bodies of all connections together
 */
public record InvokeSettings(
        String host,
        int port,
        String region,
        String defaultAccountId,
        int maxConnections,
        Duration idleTimeout,
        Duration headerTimeout,
        Duration bodyTimeout,
        Duration stallTimeout,
        int maxHeaderBytes,
        long maxBufferedBytes) {

    public InvokeSettings {
        if (port < 0 || port > 65_535) {
            throw new IllegalArgumentException("port is " + port + "; use 0 to 65535");
        }
        if (maxConnections < 1) {
            throw new IllegalArgumentException("maxConnections is " + maxConnections + "; use 1 or more");
        }
    }

    /** Lambda-like limits; a quarter of the heap may hold large request bodies. */
    public static InvokeSettings of(String host, int port, String region, String defaultAccountId) {
        return new InvokeSettings(
                host,
                port,
                region,
                defaultAccountId,
                20_000,
                Duration.ofSeconds(180),
                Duration.ofSeconds(10),
                Duration.ofSeconds(60),
                Duration.ofSeconds(60),
                32 * 1024,
                Runtime.getRuntime().maxMemory() / 4);
    }
}
