package dev.hearth.gateway.environment;

import dev.hearth.fuzz.Finding;
import dev.hearth.fuzz.Parts;
import dev.hearth.fuzz.Target;
import dev.hearth.gateway.dispatch.Environment;
import dev.hearth.gateway.listen.StrictRequestDecoder;
import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.http.HttpResponseEncoder;
import java.util.List;
import java.util.stream.Stream;

/**
 * Connections of a proven environment, whose code may write anything to them: nothing throws, each invocation is answered
 * once, whatever its environment says, and no permit is lost.
 */
public final class EnvironmentTarget implements Target {
    private static final int MAX_LINE = 4_096;
    private static final int MAX_HEADERS = 64 * 1_024;

    @Override
    public void check(byte[] input) {
        Gateway gateway = new Gateway();
        List<EmbeddedChannel> connections = Stream.generate(() -> connection(gateway.environment()))
                .limit(3)
                .toList();
        gateway.invoke("r1", false);
        gateway.invoke("r2", true);
        Parts parts = new Parts(input);
        while (parts.hasMore()) {
            EmbeddedChannel connection = connections.get(parts.number() % connections.size());
            byte[] bytes = parts.bytes();
            if (connection.isOpen()) {
                connection.writeInbound(Unpooled.wrappedBuffer(bytes));
                connection.releaseOutbound();
            }
        }
        connections.forEach(EmbeddedChannel::finishAndReleaseAll);
        gateway.end();
        Finding.unlessEqual(gateway.inFlight(), 0, "permits that are lost");
        gateway.waits().forEach(wait -> Finding.unlessEqual(wait.answers(), 1, "answers of an invocation"));
    }

    private static EmbeddedChannel connection(Environment environment) {
        EmbeddedChannel channel =
                new EmbeddedChannel(new StrictRequestDecoder(MAX_LINE, MAX_HEADERS), new HttpResponseEncoder());
        channel.pipeline()
                .addLast(new EnvironmentConnection(
                        environment, EnvironmentSettings.loopback(), new RefusalLog(() -> 0), channel));
        return channel;
    }
}
