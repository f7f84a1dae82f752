package dev.hearth.gateway.listen;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ListeningIT {
    private final MultiThreadIoEventLoopGroup loops = new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());

    @AfterEach
    void end() {
        loops.shutdownGracefully(0, 1, TimeUnit.SECONDS).awaitUninterruptibly();
    }

    @Test
    void namesTheAddressThatAnotherProgramHasWhicheverServerWantsIt() throws IOException {
        try (ServerSocket taken = new ServerSocket(0)) {
            int port = taken.getLocalPort();

            assertThatThrownBy(() -> Listening.bind(bootstrap(), "0.0.0.0", port))
                    .isInstanceOf(ListenException.class)
                    .hasMessage("Cannot listen on 0.0.0.0:" + port + ": another program does");
            assertThatThrownBy(() -> Listening.bind(HttpServer.create(), port))
                    .isInstanceOf(ListenException.class)
                    .hasMessageContaining(":" + port + ": another program does");
            assertThatThrownBy(() -> Listening.probe("0.0.0.0", port))
                    .isInstanceOf(ListenException.class)
                    .hasMessageContaining(":" + port + ": another program does");
        }
    }

    @ParameterizedTest
    @CsvSource({
        "192.0.2.1,    the address is not this machine's",
        "no.invalid,   the host is not known",
    })
    void saysWhyAnAddressCannotBeHad(String host, String why) {
        assertThatThrownBy(() -> Listening.bind(bootstrap(), host, 0))
                .isInstanceOf(ListenException.class)
                .hasMessage("Cannot listen on " + host + ":0: " + why);
        assertThatThrownBy(() -> Listening.probe(host, 0))
                .isInstanceOf(ListenException.class)
                .hasMessageContaining(why);
    }

    @Test
    void aProbeLeavesTheAddressFree() throws IOException {
        int port;
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = free.getLocalPort();
        }

        Listening.probe("127.0.0.1", port);

        assertThat(Listening.bind(bootstrap(), "127.0.0.1", port).isActive()).isTrue();
    }

    private ServerBootstrap bootstrap() {
        return new ServerBootstrap()
                .group(loops)
                .channel(NioServerSocketChannel.class)
                .childHandler(new ChannelInboundHandlerAdapter());
    }
}
