package dev.hearth.gateway.queue.log;

import dev.hearth.gateway.catalog.FunctionId;
import dev.hearth.gateway.queue.AcceptedEvent;
import dev.hearth.gateway.queue.Progress;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.Optional;

/** Events and their progress as bytes. */
final class EventCodec {
    private EventCodec() {}

    static byte[] bytes(AcceptedEvent event) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(event.payload().length + 256);
        try (DataOutputStream out = new DataOutputStream(bytes)) {
            out.writeUTF(event.requestId());
            out.writeUTF(event.function().region());
            out.writeUTF(event.function().accountId());
            out.writeUTF(event.function().namespace());
            out.writeUTF(event.function().name());
            out.writeUTF(event.qualifier().orElse(""));
            out.writeUTF(event.traceHeader());
            out.writeLong(event.acceptedAt().toEpochMilli());
            out.writeInt(event.payload().length);
            out.write(event.payload());
        } catch (IOException e) {
            throw new UncheckedIOException("an event that is too large was let in", e);
        }
        return bytes.toByteArray();
    }

    static AcceptedEvent event(byte[] bytes) throws IOException {
        try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes))) {
            return new AcceptedEvent(
                    in.readUTF(),
                    new FunctionId(in.readUTF(), in.readUTF(), in.readUTF(), in.readUTF()),
                    optional(in.readUTF()),
                    in.readUTF(),
                    Instant.ofEpochMilli(in.readLong()),
                    in.readNBytes(in.readInt()));
        }
    }

    private static Optional<String> optional(String text) {
        return text.isEmpty() ? Optional.empty() : Optional.of(text);
    }

    static byte[] bytes(Progress progress) {
        return ByteBuffer.allocate(Integer.BYTES + Long.BYTES)
                .putInt(progress.attempts())
                .putLong(progress.notBefore().toEpochMilli())
                .array();
    }

    /** Of no bytes: nothing has been tried. */
    static Progress progress(byte[] bytes) {
        if (bytes.length == 0) {
            return Progress.NONE;
        }
        ByteBuffer in = ByteBuffer.wrap(bytes);
        return new Progress(in.getInt(), Instant.ofEpochMilli(in.getLong()));
    }
}
