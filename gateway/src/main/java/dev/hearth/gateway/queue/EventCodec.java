package dev.hearth.gateway.queue;

import dev.hearth.gateway.catalog.FunctionId;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.Optional;

/** Events, their progress and their outcome as bytes, for every engine. */
public final class EventCodec {
    private EventCodec() {}

    /** Of an event. */
    public static byte[] bytes(AcceptedEvent event) {
        return written(event.payload().length + 256, out -> write(event, out));
    }

    /** Of an event and what became of it. */
    public static byte[] bytes(AcceptedEvent event, Outcome outcome) {
        int response = outcome.response().map(each -> each.payload().length).orElse(0);
        return written(event.payload().length + response + 512, out -> {
            write(event, out);
            write(outcome, out);
        });
    }

    private interface Writing {
        void write(DataOutputStream out) throws IOException;
    }

    private static byte[] written(int size, Writing writing) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(size);
        try (DataOutputStream out = new DataOutputStream(bytes)) {
            writing.write(out);
        } catch (IOException e) {
            throw new UncheckedIOException("an event that is too large was let in", e);
        }
        return bytes.toByteArray();
    }

    private static void write(AcceptedEvent event, DataOutputStream out) throws IOException {
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
    }

    private static void write(Outcome outcome, DataOutputStream out) throws IOException {
        out.writeUTF(outcome.condition().name());
        out.writeInt(outcome.attempts());
        out.writeLong(outcome.endedAt().toEpochMilli());
        out.writeBoolean(outcome.response().isPresent());
        if (outcome.response().isPresent()) {
            Outcome.Response response = outcome.response().get();
            out.writeUTF(response.executedVersion());
            out.writeUTF(response.functionError().orElse(""));
            out.writeInt(response.payload().length);
            out.write(response.payload());
        }
    }

    /** An event, whether something became of it or not. */
    public static AcceptedEvent event(byte[] bytes) throws IOException {
        try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes))) {
            return event(in);
        }
    }

    private static AcceptedEvent event(DataInputStream in) throws IOException {
        return new AcceptedEvent(
                in.readUTF(),
                new FunctionId(in.readUTF(), in.readUTF(), in.readUTF(), in.readUTF()),
                optional(in.readUTF()),
                in.readUTF(),
                Instant.ofEpochMilli(in.readLong()),
                in.readNBytes(in.readInt()));
    }

    /** What became of a settled event. */
    public static Outcome outcome(byte[] bytes) throws IOException {
        try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes))) {
            event(in);
            return new Outcome(
                    Outcome.Condition.valueOf(in.readUTF()),
                    in.readInt(),
                    Instant.ofEpochMilli(in.readLong()),
                    in.readBoolean() ? Optional.of(response(in)) : Optional.empty());
        }
    }

    private static Outcome.Response response(DataInputStream in) throws IOException {
        return new Outcome.Response(in.readUTF(), optional(in.readUTF()), in.readNBytes(in.readInt()));
    }

    private static Optional<String> optional(String text) {
        return text.isEmpty() ? Optional.empty() : Optional.of(text);
    }

    /** How far an event has come. */
    public static byte[] bytes(Progress progress) {
        return ByteBuffer.allocate(Integer.BYTES + 2 * Long.BYTES)
                .putInt(progress.attempts())
                .putLong(progress.notBefore().toEpochMilli())
                .putLong(progress.since().toEpochMilli())
                .array();
    }

    /** Of no bytes: nothing has been tried. */
    public static Progress progress(byte[] bytes) {
        if (bytes.length == 0) {
            return Progress.NONE;
        }
        ByteBuffer in = ByteBuffer.wrap(bytes);
        return new Progress(in.getInt(), Instant.ofEpochMilli(in.getLong()), since(in));
    }

    /** Earlier versions did not write it. */
    private static Instant since(ByteBuffer in) {
        return in.hasRemaining() ? Instant.ofEpochMilli(in.getLong()) : Instant.EPOCH;
    }
}
