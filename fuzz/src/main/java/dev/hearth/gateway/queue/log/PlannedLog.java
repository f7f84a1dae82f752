package dev.hearth.gateway.queue.log;

import dev.hearth.fuzz.Parts;
import dev.hearth.gateway.catalog.FunctionId;
import dev.hearth.gateway.queue.AcceptedEvent;
import dev.hearth.gateway.queue.EventCodec;
import dev.hearth.gateway.queue.EventQueue;
import dev.hearth.gateway.queue.Outcome;
import dev.hearth.gateway.queue.Progress;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Segments made by an input's plan, and what is to come back of them: records of every kind, bytes that are none, records that are written
 * a second time at another place, damage, and segments that end early.
 */
final class PlannedLog {
    private static final int MAX_STEPS = 200;
    private static final int MAX_SEGMENTS = 4;
    private static final int MAX_SIZE = 2 << 20;
    private static final int NUMBERS = 8;
    private static final int REPEATED = 64;
    private static final byte LATER_KIND = 77;
    private static final long LATER_NUMBER = 100;

    private final List<Planned> segments = new ArrayList<>();
    private final SortedMap<Long, Known> known = new TreeMap<>();
    private long last;
    private int unreadable;

    /** A record, where it lies. */
    private record Written(int place, int length, byte code, long number, byte[] content) {}

    /** Of an event, from the records that are whole. */
    private record Known(byte[] content, boolean settled, byte[] note) {}

    private static final class Planned {
        private final long secret;
        private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        private final List<Written> records = new ArrayList<>();
        private final List<Integer> damage = new ArrayList<>();
        private int missing;

        Planned(long secret) {
            this.secret = secret;
        }

        void record(byte code, long number, byte[] content) {
            ByteBuffer frame = ByteBuffer.allocate(Frame.length(content));
            Frame.write(frame, secret, bytes.size(), code, number, content);
            records.add(new Written(bytes.size(), frame.capacity(), code, number, content));
            bytes.writeBytes(frame.array());
        }

        /** The bytes of the last record again, which are none where they lie now. */
        void replay() {
            if (!records.isEmpty()) {
                Written one = records.getLast();
                bytes.writeBytes(Arrays.copyOfRange(bytes.toByteArray(), one.place(), one.place() + one.length()));
            }
        }

        /** What is on the disk: bytes at the end may be missing, others are changed. */
        byte[] onDisk() {
            byte[] all = Arrays.copyOf(bytes.toByteArray(), end());
            damage.stream().distinct().filter(at -> at < all.length).forEach(at -> all[at] ^= 0x5a);
            return all;
        }

        private int end() {
            return Math.max(0, bytes.size() - missing);
        }

        boolean isWhole(Written one) {
            return one.place() + one.length() <= end()
                    && damage.stream().noneMatch(at -> at >= one.place() && at < one.place() + one.length());
        }
    }

    private PlannedLog() {}

    static PlannedLog of(Parts plan) {
        PlannedLog log = new PlannedLog();
        log.segments.add(new Planned(1));
        for (int step = 0; step < MAX_STEPS && plan.hasMore(); step++) {
            log.step(plan, log.segments.getLast());
        }
        log.segments.forEach(log::read);
        return log;
    }

    private void step(Parts plan, Planned segment) {
        int kind = plan.number() % 10;
        long number = 1L + plan.number() % NUMBERS;
        if (segment.bytes.size() > MAX_SIZE) {
            return;
        }
        switch (kind) {
            case 0, 1 -> segment.record(Frame.Kind.ACCEPT.code, number, event(plan));
            case 2 -> segment.record(Frame.Kind.NOTE.code, number, note(plan));
            case 3 -> segment.record(Frame.Kind.REMOVE.code, number, new byte[0]);
            case 4 -> segment.record(Frame.Kind.SETTLE.code, number, completed(plan));
            case 5 -> segment.record(Frame.Kind.SETTLED.code, number, completed(plan));
            case 6 -> segment.record(Frame.Kind.ACCEPT.code, number, plan.bytes());
            case 7 -> rest(plan, segment, number);
            case 8 -> damage(plan, segment, number);
            default -> {
                if (segments.size() < MAX_SEGMENTS) {
                    segments.add(new Planned(segments.size() + 1L));
                }
            }
        }
    }

    /** Bytes that are no record, or one of a later release. */
    private static void rest(Parts plan, Planned segment, long number) {
        if (number == 1) {
            segment.replay();
        } else if (number == 2) {
            segment.record(LATER_KIND, LATER_NUMBER, plan.bytes());
        } else {
            segment.bytes.writeBytes(plan.bytes());
        }
    }

    private static void damage(Parts plan, Planned segment, long number) {
        int at = plan.number() << Byte.SIZE | plan.number();
        if (number == 1) {
            segment.missing = at;
        } else {
            segment.damage.add(at);
        }
    }

    // ---- contents ----

    private static byte[] event(Parts plan) {
        return EventCodec.bytes(accepted(plan));
    }

    private static AcceptedEvent accepted(Parts plan) {
        byte[] payload = plan.bytes();
        boolean large = payload.length > 0 && payload[0] == '*';
        return new AcceptedEvent(
                "r",
                new FunctionId("us-east-1", "123456789012", "n", "f"),
                Optional.empty(),
                "",
                Instant.EPOCH,
                large ? repeated(payload) : payload);
    }

    private static byte[] repeated(byte[] bytes) {
        return new String(bytes, StandardCharsets.ISO_8859_1).repeat(REPEATED).getBytes(StandardCharsets.ISO_8859_1);
    }

    private static byte[] completed(Parts plan) {
        AcceptedEvent event = accepted(plan);
        return EventCodec.bytes(
                event,
                new Outcome(
                        Outcome.Condition.Success,
                        1,
                        Instant.EPOCH,
                        Optional.of(new Outcome.Response("1", Optional.empty(), event.payload()))));
    }

    private static byte[] note(Parts plan) {
        byte[] bytes = plan.bytes();
        return bytes.length == 1 ? EventCodec.bytes(new Progress(bytes[0], Instant.EPOCH, Instant.EPOCH)) : bytes;
    }

    // ---- what is to come back ----

    private void read(Planned segment) {
        segment.records.stream().filter(segment::isWhole).forEach(this::take);
    }

    private void take(Written one) {
        last = Math.max(last, one.number());
        @Nullable Known before = known.get(one.number());
        if (one.code() == Frame.Kind.ACCEPT.code) {
            known.putIfAbsent(one.number(), new Known(one.content(), false, new byte[0]));
        } else if (one.code() == Frame.Kind.NOTE.code && before != null) {
            known.put(one.number(), new Known(before.content(), before.settled(), one.content()));
        } else if (one.code() == Frame.Kind.REMOVE.code) {
            known.remove(one.number());
        } else if (one.code() == Frame.Kind.SETTLE.code || (one.code() == Frame.Kind.SETTLED.code && before == null)) {
            known.put(one.number(), new Known(one.content(), true, new byte[0]));
        }
    }

    /** Each event, described. */
    List<String> expected() {
        unreadable = 0;
        List<String> expected = new ArrayList<>();
        known.forEach((number, event) -> described(event).ifPresent(text -> expected.add(number + " " + text)));
        return expected;
    }

    private Optional<String> described(Known event) {
        try {
            Progress progress = EventCodec.progress(event.note());
            boolean settled = event.settled() && event.note().length == 0;
            AcceptedEvent accepted =
                    settled ? EventCodec.completed(event.content()).event() : EventCodec.event(event.content());
            return Optional.of(described(EventCodec.bytes(accepted), progress, settled));
        } catch (EventQueue.Unreadable e) {
            unreadable++;
            return Optional.empty();
        }
    }

    static String described(byte[] event, Progress progress, boolean settled) {
        return Arrays.hashCode(event) + " " + progress + " " + settled;
    }

    long last() {
        return last;
    }

    /** How many events cannot be decoded; known after {@link #expected}. */
    int unreadable() {
        return unreadable;
    }

    // ---- files ----

    void write(Path folder) throws IOException {
        for (Planned segment : segments) {
            String name = String.format(Locale.ROOT, "%016d-%016x.events", segment.secret, segment.secret);
            Files.write(folder.resolve(name), segment.onDisk());
        }
    }
}
