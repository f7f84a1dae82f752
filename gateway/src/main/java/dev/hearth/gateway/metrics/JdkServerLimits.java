package dev.hearth.gateway.metrics;

/**
 * Limits of the JDK's HTTP server, which has none unless it is told: a client that sends its request a byte at a time would keep
 * its connection for ever. They hold for all such servers of the process.
 */
public final class JdkServerLimits {
    private static final String SECONDS = "10";
    private static final String CONNECTIONS = "256";

    private JdkServerLimits() {}

    /** To be called before the first server is made. */
    public static void apply() {
        System.setProperty("sun.net.httpserver.maxReqTime", SECONDS);
        System.setProperty("sun.net.httpserver.maxRspTime", "60");
        System.setProperty("jdk.httpserver.maxConnections", CONNECTIONS);
    }
}
