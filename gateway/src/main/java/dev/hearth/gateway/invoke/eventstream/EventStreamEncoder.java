package dev.hearth.gateway.invoke.eventstream;

import com.fasterxml.jackson.core.io.JsonStringEncoder;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.zip.CRC32;

/**
 * Encodes the messages of an {@code InvokeWithResponseStream} answer.
 *
 * <pre>
 * total length  4 ┐
 * headers length 4 │ prelude
 * CRC-32        4 ┘  of the eight bytes before
 * headers            each: name length 1, name, value type 1 (7 = string), value length 2, value
 * payload
 * CRC-32        4    of everything before
 * </pre>
 *
 * All numbers are big-endian. Payload bytes are wrapped, not copied.
 */
public final class EventStreamEncoder {
    private static final int PRELUDE_BYTES = 12;
    private static final int CRC_BYTES = 4;
    private static final byte STRING = 7;

    private final byte[] chunkHeaders = headers("PayloadChunk", "application/octet-stream");
    private final byte[] completeHeaders = headers("InvokeComplete", "application/json");

    /** A {@code PayloadChunk}: bytes of the result as the handler wrote them. */
    public ByteBuf payloadChunk(ByteBufAllocator alloc, byte[] payload) {
        return message(alloc, chunkHeaders, payload);
    }

    /** The {@code InvokeComplete} of a result that came through whole. */
    public ByteBuf complete(ByteBufAllocator alloc, Optional<String> logTail) {
        return message(alloc, completeHeaders, utf8("{" + logResult(logTail) + "}"));
    }

    /** The {@code InvokeComplete} of a result that failed or broke. */
    public ByteBuf failed(ByteBufAllocator alloc, String errorCode, String errorDetails, Optional<String> logTail) {
        String error = "\"ErrorCode\":" + quoted(errorCode) + ",\"ErrorDetails\":" + quoted(errorDetails);
        String log = logTail.isPresent() ? "," + logResult(logTail) : "";
        return message(alloc, completeHeaders, utf8("{" + error + log + "}"));
    }

    private static ByteBuf message(ByteBufAllocator alloc, byte[] headers, byte[] payload) {
        ByteBuf head = alloc.ioBuffer(PRELUDE_BYTES + headers.length);
        head.writeInt(PRELUDE_BYTES + headers.length + payload.length + CRC_BYTES);
        head.writeInt(headers.length);
        CRC32 crc = new CRC32();
        crc.update(head.nioBuffer(0, 8));
        head.writeInt((int) crc.getValue());
        head.writeBytes(headers);
        crc.update(head.nioBuffer(8, head.writerIndex() - 8));
        crc.update(payload);
        ByteBuf tail = alloc.ioBuffer(CRC_BYTES).writeInt((int) crc.getValue());
        return Unpooled.wrappedBuffer(head, Unpooled.wrappedBuffer(payload), tail);
    }

    private static byte[] headers(String eventType, String contentType) {
        ByteBuf buffer = Unpooled.buffer();
        header(buffer, ":event-type", eventType);
        header(buffer, ":content-type", contentType);
        header(buffer, ":message-type", "event");
        byte[] bytes = new byte[buffer.readableBytes()];
        buffer.readBytes(bytes);
        return bytes;
    }

    private static void header(ByteBuf buffer, String name, String value) {
        buffer.writeByte(name.length()).writeCharSequence(name, StandardCharsets.US_ASCII);
        buffer.writeByte(STRING).writeShort(value.length()).writeCharSequence(value, StandardCharsets.US_ASCII);
    }

    private static String logResult(Optional<String> logTail) {
        return logTail.map(tail -> "\"LogResult\":" + quoted(tail)).orElse("");
    }

    private static String quoted(String text) {
        return '"' + String.valueOf(JsonStringEncoder.getInstance().quoteAsString(text)) + '"';
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
