package dev.hearth.runtime.connection;

import dev.hearth.protocol.EnvironmentHeaders;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;

/**
 * Where the gateway listens, and what the first request of each connection proves.
 *
 * @param host name or address
 * @param port TCP port
 * @param environmentId id of this environment
 * @param token proves the id
 */
public record GatewayAddress(String host, int port, String environmentId, String token) {
    /**
     * Blocking and without Nagle's delay: one write is one segment on its way at once. Connected without a time limit,
     * since one would leave the JDK's socket in non-blocking mode, where every read is a failed read, a poll and a read.
     */
    Socket connect() throws IOException {
        Socket socket = new Socket();
        socket.setTcpNoDelay(true);
        socket.connect(new InetSocketAddress(InetAddress.getByName(host), port));
        return socket;
    }

    Request identify(Request first) {
        return first.header(EnvironmentHeaders.ENVIRONMENT_ID, environmentId)
                .header(EnvironmentHeaders.AUTHORIZATION, "Bearer " + token);
    }
}
