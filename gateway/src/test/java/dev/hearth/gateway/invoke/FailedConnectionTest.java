package dev.hearth.gateway.invoke;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hearth.gateway.log.LogLines;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.DecoderException;
import java.io.IOException;
import javax.net.ssl.SSLException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What ends a connection is told to the log only if it is the gateway's doing. */
class FailedConnectionTest {
    private final Front front = TestFront.of(TestServer.settings());
    private final LogLines lines = new LogLines(CallerConnection.class);

    @AfterEach
    void close() {
        lines.close();
    }

    static Throwable[] ofPeers() {
        return new Throwable[] {
            new IOException("Connection reset by peer"),
            new DecoderException(new SSLException("not an SSL/TLS record: 474554202f")),
        };
    }

    private void fail(Throwable cause) {
        EmbeddedChannel connection = TestFront.connection(front);
        connection.pipeline().fireExceptionCaught(cause);
        assertThat(connection.isOpen()).isFalse();
    }

    @ParameterizedTest
    @MethodSource("ofPeers")
    void whatItsPeerDoesIsNoFailure(Throwable cause) {
        fail(cause);

        assertThat(lines.soFar()).isEmpty();
    }

    @Test
    void aFaultThatComesAgainAndAgainIsOneLineASecond() {
        long begun = System.nanoTime();
        for (int i = 0; i < 1_000; i++) {
            fail(new IllegalStateException("a fault"));
        }

        long seconds = (System.nanoTime() - begun) / 1_000_000_000;
        assertThat(lines.soFar())
                .hasSizeBetween(1, (int) seconds + 1)
                .first()
                .asString()
                .contains("connection failed");
    }
}
