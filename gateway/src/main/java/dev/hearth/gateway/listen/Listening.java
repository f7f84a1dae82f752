package dev.hearth.gateway.listen;

import com.sun.net.httpserver.HttpServer;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;

/**
 * Binding of listeners. All failures are a {@link ListenException}: Netty's futures throw checked exceptions that no
 * signature shows, so that a {@code catch} for them is easily the wrong one.
 */
public final class Listening {
    private Listening() {}

    /** A channel that listens. */
    public static Channel bind(ServerBootstrap bootstrap, String host, int port) {
        InetSocketAddress address = new InetSocketAddress(host, port);
        ChannelFuture bound = bootstrap.bind(address).awaitUninterruptibly();
        if (!bound.isSuccess()) {
            throw new ListenException(address, bound.cause());
        }
        return bound.channel();
    }

    /** Makes a new server listen on all addresses; it answers when it is started. */
    public static <S extends HttpServer> S bind(S server, int port) {
        InetSocketAddress address = new InetSocketAddress(port);
        try {
            server.bind(address, 0);
            return server;
        } catch (IOException e) {
            throw new ListenException(address, e);
        }
    }

    /** Finds out whether an address could be listened on now, without keeping it. */
    public static void probe(String host, int port) {
        InetSocketAddress address = new InetSocketAddress(host, port);
        try (ServerSocket socket = new ServerSocket()) {
            socket.setReuseAddress(true);
            socket.bind(address);
        } catch (IOException e) {
            throw new ListenException(address, e);
        }
    }
}
