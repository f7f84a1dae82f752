package dev.hearth.gateway.queue.jetstream;

import dev.hearth.gateway.queue.EventCodec;
import dev.hearth.gateway.queue.EventQueue.Kept;
import dev.hearth.gateway.queue.Progress;
import io.nats.client.Message;
import java.io.IOException;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.Queue;
import java.util.function.Consumer;

/** Reads what the streams hold: first what was noted, then the events. Nothing is written meanwhile. */
final class Recovery {
    private final Link link;
    private final Owed owed;
    private final Map<String, Noted> notes = new HashMap<>();

    private record Noted(long sequence, byte[] content) {}

    Recovery(Link link, Owed owed) {
        this.link = link;
        this.owed = owed;
    }

    void handOver(Consumer<Kept> owner) throws IOException {
        read(
                ".*.*" + Stored.NOTE,
                message -> notes.put(
                        event(message.getSubject()),
                        new Noted(message.metaData().streamSequence(), message.getData())));
        read(".*.*", message -> {
            if (isForgotten(message)) {
                owed.delete(new Stored(message.getSubject()));
            } else {
                owner.accept(kept(message));
            }
        });
        notes.keySet().forEach(subject -> owed.delete(new Stored(subject))); // their events are gone
    }

    private static boolean isForgotten(Message message) {
        return message.hasHeaders() && message.getHeaders().containsKey(Owed.FORGOTTEN);
    }

    private static String event(String note) {
        return note.substring(0, note.length() - Stored.NOTE.length());
    }

    private Kept kept(Message message) throws IOException {
        Stored place = new Stored(message.getSubject());
        place.sequence = message.metaData().streamSequence();
        Noted noted = notes.remove(place.subject);
        boolean inForce = noted != null && noted.sequence > place.sequence;
        place.note = noted == null ? 0 : noted.sequence;
        boolean settled = !inForce && JetStreamQueue.isSettled(Optional.ofNullable(message.getHeaders()));
        return new Kept(
                place,
                EventCodec.event(message.getData()),
                inForce && noted != null ? EventCodec.progress(noted.content) : Progress.NONE,
                settled ? Optional.of(EventCodec.outcome(message.getData())) : Optional.empty());
    }

    private interface Failing<T> {
        void accept(T value) throws IOException;
    }

    /** Of all lanes together, in the order in which they were written. */
    private void read(String subjects, Failing<Message> each) throws IOException {
        Queue<LaneReader> readers = new PriorityQueue<>(Comparator.comparing(LaneReader::time));
        for (Lane lane : link.lanes()) {
            addUnlessDone(new LaneReader(link, lane, lane.subjects() + subjects), readers);
        }
        for (LaneReader oldest = readers.poll(); oldest != null; oldest = readers.poll()) {
            each.accept(oldest.current().orElseThrow());
            oldest.advance();
            addUnlessDone(oldest, readers);
        }
    }

    private static void addUnlessDone(LaneReader reader, Queue<LaneReader> readers) {
        if (reader.current().isPresent()) {
            readers.add(reader);
        }
    }
}
