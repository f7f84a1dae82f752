package dev.hearth.gateway.invoke;

import dev.hearth.gateway.invoke.eventstream.EventStreamEncoder;
import dev.hearth.gateway.listen.StrictRequestDecoder;
import dev.hearth.gateway.log.LogTurns;
import dev.hearth.gateway.memory.GatewayMemory;
import dev.hearth.gateway.metrics.MicrometerInvokeMetrics;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.netty.channel.embedded.EmbeddedChannel;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;

/** What stands behind callers' connections, and such connections without a network. */
final class TestFront {
    private TestFront() {}

    static Front of(InvokeSettings settings) {
        EventJson json = new EventJson();
        InstantSource clock = InstantSource.system();
        return new Front(
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
                new FakeDispatcher(),
                Optional.empty(),
                new MicrometerInvokeMetrics(new SimpleMeterRegistry()),
                new Connections(10),
                new LogTurns<>(System::nanoTime));
    }

    static EmbeddedChannel connection(Front front) {
        StrictRequestDecoder decoder = InvokeServer.decoder(front.settings());
        EmbeddedChannel made = new EmbeddedChannel();
        made.pipeline().addLast(decoder, new CallerConnection(front, decoder, made));
        made.pipeline().fireChannelActive();
        return made;
    }
}
