package dev.hearth.gateway.queue.log;

import dev.hearth.gateway.queue.EventCodec;
import dev.hearth.gateway.queue.EventQueue;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads what earlier processes wrote. Where a segment holds no record, because it was damaged or not written to its end, the next
 * one that is whole is looked for: what is damaged harms nothing but itself.
 */
final class Recovery {
    private static final Logger LOG = LoggerFactory.getLogger(Recovery.class);

    /** What is not done with, as far as has been read, by number. */
    private final SortedMap<Long, Entry> found = new TreeMap<>();

    private long last;

    /** Reads a segment; those before it were read already. */
    void read(Segment segment) throws IOException {
        try (Arena arena = Arena.ofConfined()) {
            ByteBuffer bytes = segment.channel()
                    .map(FileChannel.MapMode.READ_ONLY, 0, segment.size(), arena)
                    .asByteBuffer();
            int damagedFrom = -1;
            for (int at = 0; at < bytes.limit(); ) {
                Frame.@Nullable Read record = Frame.read(bytes, at, segment.secret, at);
                if (record == null) {
                    damagedFrom = damagedFrom < 0 ? at : damagedFrom;
                    at++;
                } else {
                    warn(segment, damagedFrom, at);
                    damagedFrom = -1;
                    take(record, segment, at);
                    at += record.length();
                }
            }
        }
    }

    /** What is damaged at the end was on its way when the process or the machine ended: nobody was told that it is safe. */
    private static void warn(Segment segment, int from, int to) {
        if (from >= 0) {
            LOG.atWarn()
                    .setMessage("records of accepted events are damaged")
                    .addKeyValue("file", segment)
                    .addKeyValue("from", from)
                    .addKeyValue("to", to)
                    .log();
        }
    }

    private void take(Frame.Read record, Segment segment, int place) {
        long number = record.number();
        last = Math.max(last, number);
        switch (record.kind()) {
            case ACCEPT ->
                // a copy that was being made counts only when the one before is gone, with what was noted of it
                found.computeIfAbsent(number, _ -> {
                    Entry entry = new Entry(number);
                    entry.moveTo(segment, place, record.length());
                    return entry;
                });
            case SETTLE -> settled(found.computeIfAbsent(number, Entry::new), record, segment, place);
            case SETTLED -> {
                if (!found.containsKey(number)) {
                    Entry entry = new Entry(number);
                    found.put(number, entry);
                    settled(entry, record, segment, place);
                }
            }
            case NOTE -> Optional.ofNullable(found.get(number)).ifPresent(noted -> noted.noted(record.content()));
            case REMOVE -> Optional.ofNullable(found.remove(number)).ifPresent(Entry::leave);
        }
    }

    private static void settled(Entry entry, Frame.Read record, Segment segment, int place) {
        entry.moveTo(segment, place, record.length());
        entry.settled();
    }

    /** The highest number that was ever given, as far as it can be told. */
    long last() {
        return last;
    }

    /** Gives what is not done with, and forgets it. */
    void handOver(Consumer<EventQueue.Kept> owner) throws IOException {
        for (Entry entry : found.values()) {
            byte[] content = EventLog.content(entry);
            owner.accept(new EventQueue.Kept(
                    entry,
                    EventCodec.event(content),
                    EventCodec.progress(entry.note()),
                    entry.isSettled() ? Optional.of(EventCodec.outcome(content)) : Optional.empty()));
        }
        found.clear();
    }
}
