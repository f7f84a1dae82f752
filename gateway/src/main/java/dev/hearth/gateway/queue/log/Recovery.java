package dev.hearth.gateway.queue.log;

import dev.hearth.gateway.queue.CompletedEvent;
import dev.hearth.gateway.queue.EventCodec;
import dev.hearth.gateway.queue.EventQueue;
import dev.hearth.gateway.queue.Progress;
import dev.hearth.gateway.queue.SetAside;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Reader of what earlier processes wrote. Where a segment holds no record, because it was damaged or not written to its end, the next
 * one that is whole is looked for: what is damaged harms nothing but itself. What cannot be decoded is set aside, with the event that it
 * is about: it stays in its segment, or is written anew with it, for the release that knows it. Written anew, an event may come behind
 * what was written about it.
 */
final class Recovery {
    /** What is not done with, as far as has been read, by number. */
    private final SortedMap<Long, Entry> found = new TreeMap<>();

    /** Records of kinds that only a later release knows, by number: what they say of an event, or that there is one. */
    private final Map<Long, List<Entry>> foreign = new HashMap<>();

    private final SetAside setAside;
    private long last;

    Recovery(SetAside setAside) {
        this.setAside = setAside;
    }

    /** Reads a segment; those before it were read already. */
    void read(Segment segment) throws IOException {
        try (Arena arena = Arena.ofConfined()) {
            ByteBuffer bytes = segment.channel()
                    .map(FileChannel.MapMode.READ_ONLY, 0, segment.size(), arena)
                    .asByteBuffer();
            Checksums sums = new Checksums(bytes);
            int damagedFrom = -1;
            for (int at = 0; at < bytes.limit(); ) {
                Frame.@Nullable Read record = Frame.read(bytes, at, sums, segment.secret, at);
                if (record == null) {
                    damagedFrom = damagedFrom < 0 ? at : damagedFrom;
                    at++;
                } else {
                    if (damagedFrom >= 0) {
                        damaged(segment, damagedFrom, at);
                    }
                    damagedFrom = -1;
                    take(record, segment, at);
                    at += record.length();
                }
            }
        }
    }

    /** What is damaged at the end was on its way when the process or the machine ended: nobody was told that it is safe. */
    private void damaged(Segment segment, int from, int to) {
        segment.markDamaged();
        setAside.add(segment + ", bytes " + from + " to " + to, "damaged");
    }

    private void take(Frame.Read record, Segment segment, int place) {
        long number = record.number();
        last = Math.max(last, number);
        Optional<Frame.Kind> known = record.kind();
        if (known.isEmpty()) {
            foreign(record, segment, place);
            return;
        }
        switch (known.get()) {
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
            case NOTE -> noted(number).ifPresent(noted -> noted.noted(record.content()));
            case REMOVE -> {
                Optional.ofNullable(found.remove(number)).ifPresent(Entry::leave);
                Optional.ofNullable(foreign.remove(number)).ifPresent(all -> all.forEach(Entry::leave));
            }
        }
    }

    /** What a note is about; it is written anew with that. */
    private Optional<Entry> noted(long number) {
        return Optional.ofNullable(found.get(number))
                .or(() -> Optional.ofNullable(foreign.get(number)).map(List::getLast));
    }

    /** Of a later release: it stays, whatever it says, until a release that knows it is done with it. */
    private void foreign(Frame.Read record, Segment segment, int place) {
        Entry entry = new Entry(record.number(), record.code());
        entry.moveTo(segment, place, record.length());
        foreign.computeIfAbsent(record.number(), _ -> new ArrayList<>()).add(entry);
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
        foreign.values()
                .forEach(all -> all.forEach(each -> setAside.add(
                        each.toString(), "its kind is " + each.code() + ", which a later release may know")));
        for (Entry entry : found.values()) {
            kept(entry).ifPresent(owner);
        }
        found.clear();
        foreign.clear();
    }

    private Optional<EventQueue.Kept> kept(Entry entry) throws IOException {
        if (foreign.containsKey(entry.number)) {
            setAside.add(entry.toString(), "a later release has written of it what this one does not know");
            return Optional.empty();
        }
        try {
            Progress progress = EventCodec.progress(entry.note());
            byte[] content = EventLog.content(entry);
            if (!entry.isSettled()) {
                return Optional.of(new EventQueue.Kept(entry, EventCodec.event(content), progress, Optional.empty()));
            }
            CompletedEvent completed = EventCodec.completed(content);
            return Optional.of(
                    new EventQueue.Kept(entry, completed.event(), progress, Optional.of(completed.outcome())));
        } catch (EventQueue.Unreadable e) {
            setAside.add(entry.toString(), String.valueOf(e.getMessage()));
            return Optional.empty();
        }
    }
}
