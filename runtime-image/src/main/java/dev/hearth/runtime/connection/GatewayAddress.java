package dev.hearth.runtime.connection;

import dev.hearth.protocol.EnvironmentHeaders;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Path;
import java.util.Optional;
import jdk.net.ExtendedSocketOptions;
import org.jspecify.annotations.Nullable;

/** Where the gateway listens, and what the first request of each connection proves. */
public final class GatewayAddress {
    private static final int CONNECT_MILLIS = 2_000;
    private static final int IDLE_SECONDS = 10;
    private static final int INTERVAL_SECONDS = 3;
    private static final int UNANSWERED = 3;

    private final String host;
    private final int port;
    private final String environmentId;
    private final String token;
    private final Optional<Path> authorities;
    private @Nullable Tls tls;

    /**
     * @param host name or address
     * @param port TCP port
     * @param environmentId id of this environment
     * @param token proves the id
     * @param authorities PEM file of those that vouch for the gateway; empty: it is spoken to without TLS
     */
    public GatewayAddress(String host, int port, String environmentId, String token, Optional<Path> authorities) {
        this.host = host;
        this.port = port;
        this.environmentId = environmentId;
        this.token = token;
        this.authorities = authorities;
    }

    /**
     * For what is fast. Blocking and without Nagle's delay: one write is one segment on its way at once. Connected without a
     * time limit, since one would leave the JDK's socket in non-blocking mode, where every read is a failed read, a poll and a
     * read.
     */
    Socket connect() throws IOException {
        return connected(new Socket(), 0);
    }

    /**
     * For what watches over the others: it notices a gateway whose machine has vanished, when it connects, because requests for
     * a connection to an address that is gone are sent in vain for two minutes, and later, because the kernel asks.
     */
    Socket connectWatchfully() throws IOException {
        Socket socket = new Socket();
        socket.setKeepAlive(true);
        socket.setOption(ExtendedSocketOptions.TCP_KEEPIDLE, IDLE_SECONDS);
        socket.setOption(ExtendedSocketOptions.TCP_KEEPINTERVAL, INTERVAL_SECONDS);
        socket.setOption(ExtendedSocketOptions.TCP_KEEPCOUNT, UNANSWERED);
        return connected(socket, CONNECT_MILLIS);
    }

    private Socket connected(Socket socket, int limitMillis) throws IOException {
        socket.setTcpNoDelay(true);
        socket.connect(new InetSocketAddress(InetAddress.getByName(host), port), limitMillis);
        return authorities.isPresent() ? tls(authorities.get()).over(socket, host, port) : socket;
    }

    /** One for all connections: a later one resumes the session of the first. */
    private synchronized Tls tls(Path trusted) throws IOException {
        Tls known = tls;
        if (known == null) {
            known = Tls.trusting(trusted);
            tls = known;
        }
        return known;
    }

    Request identify(Request first) {
        return first.header(EnvironmentHeaders.ENVIRONMENT_ID, environmentId)
                .header(EnvironmentHeaders.AUTHORIZATION, "Bearer " + token);
    }

    @Override
    public String toString() {
        return host + ":" + port;
    }
}
