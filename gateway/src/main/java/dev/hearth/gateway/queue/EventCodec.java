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

/**
 * Events, their progress and their outcome as bytes, for every engine.
 *
 * <p>The first byte of each is its format. Format 0 is the only one so far; it costs no byte, since what begins a record, the length
 * of a request id or a number of attempts, never needs its highest byte. A release that needs another layout writes another first
 * byte, and reads 0 as well. Every failure to decode is an {@link EventQueue.Unreadable}: whoever gets it sets the record aside.
 */
public final class EventCodec {
    private static final byte FORMAT = 0;
    /** Bytes of a request id, so that the first byte of an event is its format. */
    private static final int MAX_ID = 255;

    private static final int MAX_ATTEMPTS = (1 << 24) - 1;
    private static final int PROGRESS = Integer.BYTES + 2 * Long.BYTES;
    /** Of releases that did not know since when an event's age counts. */
    private static final int PROGRESS_WITHOUT_SINCE = Integer.BYTES + Long.BYTES;

    private EventCodec() {}

    // ---- writing ----

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
        int start = out.size();
        out.writeUTF(event.requestId());
        if (out.size() - start > Short.BYTES + MAX_ID) {
            throw new IOException("a request id has at most " + MAX_ID + " bytes");
        }
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

    /** How far an event has come. */
    public static byte[] bytes(Progress progress) {
        return ByteBuffer.allocate(PROGRESS)
                .putInt(Math.min(progress.attempts(), MAX_ATTEMPTS))
                .putLong(progress.notBefore().toEpochMilli())
                .putLong(progress.since().toEpochMilli())
                .array();
    }

    // ---- reading ----

    private interface Reading<T> {
        T read(DataInputStream in) throws IOException;
    }

    /** All of the bytes, in the one format there is. */
    private static <T> T decoded(byte[] bytes, Reading<T> reading) throws EventQueue.Unreadable {
        if (bytes.length == 0 || bytes[0] != FORMAT) {
            throw unknown(bytes);
        }
        try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes))) {
            return reading.read(in);
        } catch (IOException | IllegalArgumentException e) {
            throw new EventQueue.Unreadable("its record cannot be decoded: " + e, e);
        }
    }

    private static EventQueue.Unreadable unknown(byte[] bytes) {
        String what = bytes.length == 0
                ? "its record is empty"
                : "its record has format " + Byte.toUnsignedInt(bytes[0]) + ", which a later release may know";
        return new EventQueue.Unreadable(what, null);
    }

    /** An event, whether something became of it or not. */
    public static AcceptedEvent event(byte[] bytes) throws EventQueue.Unreadable {
        return decoded(bytes, in -> {
            AcceptedEvent event = event(in);
            if (in.available() > 0) {
                outcome(in);
            }
            return event;
        });
    }

    private static AcceptedEvent event(DataInputStream in) throws IOException {
        return new AcceptedEvent(
                in.readUTF(),
                new FunctionId(in.readUTF(), in.readUTF(), in.readUTF(), in.readUTF()),
                optional(in.readUTF()),
                in.readUTF(),
                Instant.ofEpochMilli(in.readLong()),
                payload(in));
    }

    /** An event and what became of it. */
    public static CompletedEvent completed(byte[] bytes) throws EventQueue.Unreadable {
        return decoded(bytes, in -> new CompletedEvent(event(in), outcome(in)));
    }

    /** To the end of the record. */
    private static Outcome outcome(DataInputStream in) throws IOException {
        Outcome outcome = new Outcome(
                Outcome.Condition.valueOf(in.readUTF()),
                in.readInt(),
                Instant.ofEpochMilli(in.readLong()),
                in.readBoolean() ? Optional.of(response(in)) : Optional.empty());
        if (in.available() > 0) {
            throw new IOException(in.available() + " bytes too many");
        }
        return outcome;
    }

    private static Outcome.Response response(DataInputStream in) throws IOException {
        return new Outcome.Response(in.readUTF(), optional(in.readUTF()), payload(in));
    }

    private static byte[] payload(DataInputStream in) throws IOException {
        int length = in.readInt();
        if (length < 0 || length > in.available()) {
            throw new IOException("a payload of " + length + " bytes, and there are " + in.available());
        }
        return in.readNBytes(length);
    }

    private static Optional<String> optional(String text) {
        return text.isEmpty() ? Optional.empty() : Optional.of(text);
    }

    /** Of no bytes: nothing has been tried. */
    public static Progress progress(byte[] bytes) throws EventQueue.Unreadable {
        return bytes.length == 0 ? Progress.NONE : decoded(bytes, EventCodec::progress);
    }

    private static Progress progress(DataInputStream in) throws IOException {
        int length = in.available();
        if (length != PROGRESS && length != PROGRESS_WITHOUT_SINCE) {
            throw new IOException("a note of " + length + " bytes");
        }
        return new Progress(
                in.readInt(),
                Instant.ofEpochMilli(in.readLong()),
                in.available() > 0 ? Instant.ofEpochMilli(in.readLong()) : Instant.EPOCH);
    }
}
