package dev.hearth.gateway.invoke.eventstream;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.hearth.fuzz.Finding;
import dev.hearth.fuzz.Parts;
import dev.hearth.fuzz.Target;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.UnpooledByteBufAllocator;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import software.amazon.eventstream.Message;
import software.amazon.eventstream.MessageDecoder;

/** Messages of streamed answers: AWS's own decoder reads what was encoded. */
public final class EventStreamTarget implements Target {
    private final EventStreamEncoder encoder = new EventStreamEncoder();
    private final ObjectMapper json = new ObjectMapper();

    @Override
    public void check(byte[] input) throws IOException {
        Parts parts = new Parts(input);
        String code = parts.text();
        String details = parts.text();
        Optional<String> tail = Optional.of(parts.text()).filter(text -> !text.isEmpty());
        byte[] payload = parts.rest();
        Message chunk = decoded(encoder.payloadChunk(UnpooledByteBufAllocator.DEFAULT, payload));
        Finding.unlessEqual(type(chunk), "PayloadChunk", "type of a chunk");
        Finding.unless(Arrays.equals(chunk.getPayload(), payload), "a chunk's payload changes");
        JsonNode failed = json.readTree(decoded(encoder.failed(UnpooledByteBufAllocator.DEFAULT, code, details, tail))
                .getPayload());
        Finding.unlessEqual(failed.path("ErrorCode").asText(), code, "the error code changes");
        Finding.unlessEqual(failed.path("ErrorDetails").asText(), details, "the error's details change");
        Finding.unlessEqual(failed.path("LogResult").asText(), tail.orElse(""), "the log tail changes");
        JsonNode complete = json.readTree(decoded(encoder.complete(UnpooledByteBufAllocator.DEFAULT, tail))
                .getPayload());
        Finding.unlessEqual(complete.path("LogResult").asText(), tail.orElse(""), "the log tail changes");
    }

    private static Message decoded(ByteBuf bytes) {
        MessageDecoder decoder = new MessageDecoder();
        decoder.feed(ByteBufUtil.getBytes(bytes));
        bytes.release();
        List<Message> messages = decoder.getDecodedMessages();
        Finding.unlessEqual(messages.size(), 1, "number of messages");
        return messages.getFirst();
    }

    private static String type(Message message) {
        return Objects.requireNonNull(message.getHeaders().get(":event-type")).getString();
    }
}
