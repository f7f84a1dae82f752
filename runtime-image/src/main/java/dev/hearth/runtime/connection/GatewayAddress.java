package dev.hearth.runtime.connection;

import dev.hearth.protocol.EnvironmentHeaders;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Where the gateway listens, and what the first request of each connection proves. */
public final class GatewayAddress {
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
     * Blocking and without Nagle's delay: one write is one segment on its way at once. Connected without a time limit,
     * since one would leave the JDK's socket in non-blocking mode, where every read is a failed read, a poll and a read.
     */
    Socket connect() throws IOException {
        Socket socket = new Socket();
        socket.setTcpNoDelay(true);
        socket.connect(new InetSocketAddress(InetAddress.getByName(host), port));
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
