package dev.hearth.gateway.invoke.eventstream;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.UnpooledByteBufAllocator;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import software.amazon.eventstream.Message;
import software.amazon.eventstream.MessageDecoder;

/** Judged by AWS's own decoder, which checks lengths and both checksums. */
class EventStreamEncoderTest {
    private final EventStreamEncoder encoder = new EventStreamEncoder();

    @Test
    void payloadChunkCarriesTheBytes() {
        byte[] payload = {0, 1, 2, (byte) 0xff};
        Message message = decoded(encoder.payloadChunk(UnpooledByteBufAllocator.DEFAULT, payload));
        assertThat(message.getPayload()).isEqualTo(payload);
        assertThat(header(message, ":event-type")).isEqualTo("PayloadChunk");
        assertThat(header(message, ":content-type")).isEqualTo("application/octet-stream");
        assertThat(header(message, ":message-type")).isEqualTo("event");
    }

    @Test
    void completeTellsErrorAndLog() {
        assertThat(text(encoder.complete(UnpooledByteBufAllocator.DEFAULT, Optional.empty())))
                .isEqualTo("{}");
        assertThat(text(encoder.complete(UnpooledByteBufAllocator.DEFAULT, Optional.of("bG9n"))))
                .isEqualTo("{\"LogResult\":\"bG9n\"}");
        assertThat(text(encoder.failed(UnpooledByteBufAllocator.DEFAULT, "Unhandled", "a \"b\"\n", Optional.of("x"))))
                .isEqualTo("{\"ErrorCode\":\"Unhandled\",\"ErrorDetails\":\"a \\\"b\\\"\\n\",\"LogResult\":\"x\"}");
    }

    @Test
    void anyPayloadComesThrough() {
        long seed = System.nanoTime();
        System.out.println("EventStreamEncoderTest seed " + seed);
        Random random = new Random(seed);
        for (int i = 0; i < 300; i++) {
            byte[] payload = new byte[random.nextInt(70_000)];
            random.nextBytes(payload);
            assertThat(decoded(encoder.payloadChunk(UnpooledByteBufAllocator.DEFAULT, payload))
                            .getPayload())
                    .as("seed %d, round %d", seed, i)
                    .isEqualTo(payload);
        }
    }

    private static String text(ByteBuf encoded) {
        return new String(decoded(encoded).getPayload(), StandardCharsets.UTF_8);
    }

    private static String header(Message message, String name) {
        return message.getHeaders().get(name).getString();
    }

    private static Message decoded(ByteBuf encoded) {
        byte[] bytes = new byte[encoded.readableBytes()];
        encoded.readBytes(bytes).release();
        List<Message> messages = new ArrayList<>();
        new MessageDecoder(messages::add).feed(bytes);
        assertThat(messages).hasSize(1);
        return messages.getFirst();
    }
}
