package dev.hearth.gateway.environment;

import dev.hearth.gateway.dispatch.Environment;
import dev.hearth.gateway.listen.Listening;
import dev.hearth.gateway.listen.StrictRequestDecoder;
import dev.hearth.gateway.tls.NettyTls;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.socket.SocketChannel;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.handler.codec.http.HttpResponseEncoder;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslHandler;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.function.BiFunction;

/** The port that environments connect to; speaks the environment protocol. */
public final class EnvironmentServer implements AutoCloseable {
    private static final int MAX_LINE = 4096;
    /** Client contexts and log tails travel in headers. */
    private static final int MAX_HEADERS = 64 * 1024;

    private static final int BACKLOG = 1024;
    private final Channel channel;

    private EnvironmentServer(Channel channel) {
        this.channel = channel;
    }

    /**
     * Listens.
     *
     * @param identify gives the environment that proves an id with a token, or refuses it
     */
    public static EnvironmentServer start(
            EnvironmentSettings settings,
            EventLoopGroup loops,
            BiFunction<String, String, CompletionStage<Optional<Environment>>> identify) {
        Optional<SslContext> tls = settings.identity().map(NettyTls::server);
        Arrivals arrivals = new Arrivals(settings.maxConnections());
        RefusalLog log = new RefusalLog(System::nanoTime);
        ServerBootstrap bootstrap = new ServerBootstrap()
                .group(loops)
                .channel(NioServerSocketChannel.class)
                .option(ChannelOption.SO_BACKLOG, BACKLOG)
                .option(ChannelOption.SO_REUSEADDR, true)
                .childOption(ChannelOption.TCP_NODELAY, true)
                .childHandler(new ChannelInitializer<SocketChannel>() {
                    @Override
                    protected void initChannel(SocketChannel connection) {
                        connection.pipeline().addLast(arrivals);
                        tls.ifPresent(context -> connection
                                .pipeline()
                                .addLast(handshake(context, connection, settings.firstRequestTimeout())));
                        connection
                                .pipeline()
                                .addLast(new StrictRequestDecoder(MAX_LINE, MAX_HEADERS))
                                .addLast(new HttpResponseEncoder())
                                .addLast(new EnvironmentIdentity(
                                        identify,
                                        proven -> new EnvironmentConnection(proven, settings, log, connection),
                                        log,
                                        settings.firstRequestTimeout()));
                    }
                });
        return new EnvironmentServer(Listening.bind(bootstrap, settings.host(), settings.port()));
    }

    private static SslHandler handshake(SslContext context, SocketChannel connection, Duration limit) {
        SslHandler handler = context.newHandler(connection.alloc());
        handler.setHandshakeTimeout(limit.toMillis(), TimeUnit.MILLISECONDS);
        return handler;
    }

    /** The port it listens on. */
    public int port() {
        return ((InetSocketAddress) channel.localAddress()).getPort();
    }

    @Override
    public void close() {
        channel.close().syncUninterruptibly();
    }
}
