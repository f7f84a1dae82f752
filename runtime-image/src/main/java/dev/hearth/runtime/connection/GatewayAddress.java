package dev.hearth.runtime.connection;

import dev.hearth.protocol.EnvironmentHeaders;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import jdk.net.ExtendedSocketOptions;

/** Where the gateway listens, and what the first request of each connection proves. */
public final class GatewayAddress {
    private static final int CONNECT_MILLIS = 2_000;
    private static final int IDLE_SECONDS = 5;
    private static final int INTERVAL_SECONDS = 2;
    private static final int UNANSWERED = 3;
    private static final long OPENING_NANOS = 5_000_000_000L;
    private static final long PAUSE_NANOS = 5_000_000;

    private final String host;
    private final int port;
    private final String environmentId;
    private final String token;
    private final Optional<InetSocketAddress> tunnel;

    /**
     * @param host name or address
     * @param port TCP port
     * @param environmentId id of this environment
     * @param token proves the id
     * @param tunnel where the TLS proxy beside this process listens, which alone speaks with the gateway; empty: none does
     */
    public GatewayAddress(
            String host, int port, String environmentId, String token, Optional<InetSocketAddress> tunnel) {
        this.host = host;
        this.port = port;
        this.environmentId = environmentId;
        this.token = token;
        this.tunnel = tunnel;
    }

    /**
     * For what is fast. Blocking and without Nagle's delay: one write is one segment on its way at once. Connected without a
     * time limit, since one would leave the JDK's socket in non-blocking mode, where every read is a failed read, a poll and a
     * read.
     */
    Socket connect() throws IOException {
        return tunnel.isPresent() ? enter(tunnel.get()) : connected(new Socket(), 0);
    }

    /**
     * For what watches over the others: it notices a gateway whose machine has vanished, when it connects, because requests for
     * a connection to an address that is gone are sent in vain for two minutes, and later, because the kernel asks. A tunnel
     * does so itself.
     */
    Socket connectWatchfully() throws IOException {
        if (tunnel.isPresent()) {
            return enter(tunnel.get());
        }
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
        return socket;
    }

    /** The proxy is started with this process and listens a moment later. */
    private static Socket enter(InetSocketAddress tunnel) throws IOException {
        InetSocketAddress entrance = new InetSocketAddress(tunnel.getHostString(), tunnel.getPort());
        long start = System.nanoTime();
        while (true) {
            try {
                Socket socket = new Socket();
                socket.setTcpNoDelay(true);
                socket.connect(entrance);
                return socket;
            } catch (ConnectException notYet) {
                if (System.nanoTime() - start > OPENING_NANOS) {
                    throw new IOException("stunnel does not listen at " + tunnel + ", see above", notYet);
                }
                LockSupport.parkNanos(PAUSE_NANOS);
            }
        }
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
