package dev.hearth.gateway.invoke;

import dev.hearth.gateway.catalog.Catalog;
import dev.hearth.gateway.dispatch.Dispatcher;
import dev.hearth.gateway.invoke.eventstream.EventStreamEncoder;
import dev.hearth.gateway.listen.Listening;
import dev.hearth.gateway.listen.StrictRequestDecoder;
import dev.hearth.gateway.log.LogTurns;
import dev.hearth.gateway.memory.GatewayMemory;
import dev.hearth.gateway.tls.NettyTls;
import dev.hearth.gateway.tls.ServerIdentity;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.WriteBufferWaterMark;
import io.netty.channel.socket.SocketChannel;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.handler.codec.http.HttpResponseEncoder;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslHandler;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * Serves Lambda's Invoke API on one TCP port. The event loops, the catalog and the dispatcher belong to the caller and
 * outlive the server.
 */
public final class InvokeServer implements AutoCloseable {
    private final Channel listener;
    private final Connections connections;

    private InvokeServer(Channel listener, Connections connections) {
        this.listener = listener;
        this.connections = connections;
    }

    /** Starts to listen, without local routes. */
    public static InvokeServer start(
            InvokeSettings settings,
            EventLoopGroup loops,
            Catalog catalog,
            Dispatcher dispatcher,
            GatewayMemory memory,
            Access access,
            InvokeMetrics metrics) {
        return start(
                settings,
                Optional.empty(),
                loops,
                catalog,
                dispatcher,
                memory,
                Optional.empty(),
                access,
                metrics,
                Map.of());
    }

    /**
     * Starts to listen with TLS, without local routes.
     *
     * @param memory what may be held for callers
     * @param events takes those of asynchronous invocations; empty: they are not supported
     */
    public static InvokeServer start(
            InvokeSettings settings,
            Optional<ServerIdentity> identity,
            EventLoopGroup loops,
            Catalog catalog,
            Dispatcher dispatcher,
            GatewayMemory memory,
            Optional<Events> events,
            Access access,
            InvokeMetrics metrics) {
        return start(settings, identity, loops, catalog, dispatcher, memory, events, access, metrics, Map.of());
    }

    /**
     * Starts to listen without TLS.
     *
     * @param memory what may be held for callers
     * @param events takes those of asynchronous invocations; empty: they are not supported
     */
    public static InvokeServer start(
            InvokeSettings settings,
            EventLoopGroup loops,
            Catalog catalog,
            Dispatcher dispatcher,
            GatewayMemory memory,
            Optional<Events> events,
            Access access,
            InvokeMetrics metrics,
            Map<String, Supplier<TextResponse>> localRoutes) {
        return start(
                settings, Optional.empty(), loops, catalog, dispatcher, memory, events, access, metrics, localRoutes);
    }

    /**
     * Starts to listen.
     *
     * @param identity with TLS; empty: without
     * @param loops NIO event loops
     * @param memory what may be held for callers
     * @param localRoutes paths of this process that GET and HEAD may ask for on the same port, e.g. {@code /healthz};
     *     suppliers must not block
     */
    private static InvokeServer start(
            InvokeSettings settings,
            Optional<ServerIdentity> identity,
            EventLoopGroup loops,
            Catalog catalog,
            Dispatcher dispatcher,
            GatewayMemory memory,
            Optional<Events> events,
            Access access,
            InvokeMetrics metrics,
            Map<String, Supplier<TextResponse>> localRoutes) {
        InstantSource clock = InstantSource.system();
        EventJson json = new EventJson();
        Connections connections = new Connections(settings.maxConnections());
        Front front = new Front(
                settings,
                new Planner(settings, catalog, access, localRoutes, json, clock, events),
                json,
                new Responses(clock),
                new EventStreamEncoder(),
                memory,
                dispatcher,
                events,
                metrics,
                connections,
                new LogTurns<>(System::nanoTime));
        return new InvokeServer(listen(loops, front, identity.map(NettyTls::server)), connections);
    }

    private static Channel listen(EventLoopGroup loops, Front front, Optional<SslContext> tls) {
        ServerBootstrap bootstrap = new ServerBootstrap()
                .group(loops)
                .channel(NioServerSocketChannel.class)
                .option(ChannelOption.SO_BACKLOG, 4_096)
                .option(ChannelOption.SO_REUSEADDR, true)
                .childOption(ChannelOption.TCP_NODELAY, true)
                .childOption(ChannelOption.ALLOW_HALF_CLOSURE, true)
                .childOption(ChannelOption.WRITE_BUFFER_WATER_MARK, new WriteBufferWaterMark(64 * 1024, 256 * 1024))
                .childHandler(pipeline(front, tls));
        return Listening.bind(
                bootstrap, front.settings().host(), front.settings().port());
    }

    private static ChannelInitializer<SocketChannel> pipeline(Front front, Optional<SslContext> tls) {
        return new ChannelInitializer<>() {
            @Override
            protected void initChannel(SocketChannel channel) {
                tls.ifPresent(context -> channel.pipeline().addLast(handshake(context, channel, front.settings())));
                StrictRequestDecoder decoder = decoder(front.settings());
                channel.pipeline()
                        .addLast(decoder)
                        .addLast(new HttpResponseEncoder())
                        .addLast(new CallerConnection(front, decoder, channel));
            }
        };
    }

    static StrictRequestDecoder decoder(InvokeSettings settings) {
        return new StrictRequestDecoder(settings.maxHeaderBytes(), settings.maxHeaderBytes());
    }

    private static SslHandler handshake(SslContext context, SocketChannel channel, InvokeSettings settings) {
        SslHandler handler = context.newHandler(channel.alloc());
        handler.setHandshakeTimeout(settings.headerTimeout().toMillis(), TimeUnit.MILLISECONDS);
        return handler;
    }

    /** The port that is bound. */
    public int port() {
        return ((InetSocketAddress) listener.localAddress()).getPort();
    }

    /** Connections that are open now. */
    public int connections() {
        return connections.size();
    }

    /**
     * Takes no new connections, ends idle ones, answers what runs and then ends those too. Completes when all have ended, or
     * after {@code patience}, when the rest is cut.
     */
    public CompletableFuture<Void> drain(Duration patience) {
        listener.close().syncUninterruptibly();
        return connections
                .drain()
                .completeOnTimeout(null, patience.toMillis(), TimeUnit.MILLISECONDS)
                .whenComplete((done, failure) -> connections.closeAll());
    }

    /** Ends the port and every connection now. */
    @Override
    public void close() {
        listener.close().syncUninterruptibly();
        connections.closeAll();
    }
}
