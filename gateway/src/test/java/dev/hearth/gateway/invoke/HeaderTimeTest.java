package dev.hearth.gateway.invoke;

import static org.awaitility.Awaitility.await;

import dev.hearth.gateway.invoke.eventstream.EventStreamEncoder;
import dev.hearth.gateway.memory.GatewayMemory;
import dev.hearth.gateway.metrics.MicrometerInvokeMetrics;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** The time for headers begins with their first byte. */
class HeaderTimeTest {
    private static final Duration HEADERS = Duration.ofMillis(100);

    private final EmbeddedChannel channel = connection();

    private static EmbeddedChannel connection() {
        InvokeSettings settings = settings();
        EventJson json = new EventJson();
        InstantSource clock = InstantSource.system();
        FakeDispatcher dispatcher = new FakeDispatcher();
        Front front = new Front(
                settings,
                new Planner(
                        settings,
                        new FakeCatalog(),
                        new LoopbackAccess(new OneAccount(FakeCatalog.ACCOUNT)),
                        Map.of(),
                        json,
                        clock,
                        Optional.empty()),
                json,
                new Responses(clock),
                new EventStreamEncoder(),
                GatewayMemory.ofHeap(),
                dispatcher,
                Optional.empty(),
                new MicrometerInvokeMetrics(new SimpleMeterRegistry()),
                new Connections(10));
        StrictRequestDecoder decoder = new StrictRequestDecoder(settings);
        EmbeddedChannel made = new EmbeddedChannel();
        made.pipeline().addLast(decoder, new CallerConnection(front, decoder, made));
        made.pipeline().fireChannelActive();
        return made;
    }

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
