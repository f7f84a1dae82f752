package dev.hearth.gateway.invoke;

import static org.awaitility.Awaitility.await;

import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** The time for headers begins with their first byte. */
class HeaderTimeTest {
    private static final Duration HEADERS = Duration.ofMillis(100);

    private final EmbeddedChannel channel = TestFront.connection(TestFront.of(settings()));

    private static InvokeSettings settings() {
        InvokeSettings usual = TestServer.settings();
        return new InvokeSettings(
                usual.host(),
                0,
                usual.region(),
                usual.defaultAccountId(),
                10,
                Duration.ofMinutes(1),
                Duration.ofMinutes(1),
                HEADERS,
                Duration.ofMinutes(1),
                Duration.ofMinutes(1),
                1,
                8 * 1024);
    }

    private boolean isOpen() {
        channel.runScheduledPendingTasks();
        return channel.isOpen();
    }

    /** So TLS's handshake and its tickets look from here. */
    @Test
    void readsWithoutBytesOfARequestStartNoClock() {
        channel.pipeline().fireChannelReadComplete();

        await().during(HEADERS.multipliedBy(4)).until(this::isOpen);
    }

    @Test
    void headersThatDoNotComeOnEndTheConnection() {
        channel.writeInbound(Unpooled.copiedBuffer("POST /2015-03-31", StandardCharsets.US_ASCII));

        await().until(() -> !isOpen());
    }
}
