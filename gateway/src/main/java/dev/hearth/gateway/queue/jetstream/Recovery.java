package dev.hearth.gateway.queue.jetstream;

import dev.hearth.gateway.queue.AcceptedEvent;
import dev.hearth.gateway.queue.EventCodec;
import dev.hearth.gateway.queue.EventQueue;
import dev.hearth.gateway.queue.EventQueue.Kept;
import dev.hearth.gateway.queue.Progress;
import dev.hearth.gateway.queue.SetAside;
import io.nats.client.Message;
import java.io.IOException;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.Queue;
import java.util.function.Consumer;

/**
 * Reader of what the streams hold: first what was noted, then the events. Nothing is written meanwhile. A message that cannot be
 * decoded, or is not where its event belongs, is set aside: it stays in its stream.
 */
final class Recovery {
    private final Link link;
    private final Owed owed;
    private final SetAside setAside;
    private final Map<String, Noted> notes = new HashMap<>();

    private record Noted(long sequence, byte[] content) {}

    Recovery(Link link, Owed owed, SetAside setAside) {
        this.link = link;
        this.owed = owed;
        this.setAside = setAside;
    }

    void handOver(Consumer<Kept> owner) throws IOException {
        read(
                ".*.*" + Stored.NOTE,
                message -> notes.put(
                        event(message.getSubject()),
                        new Noted(message.metaData().streamSequence(), content(message))));
        read(".*.*", message -> {
            if (isForgotten(message)) {
                owed.delete(new Stored(message.getSubject()));
            } else {
                kept(message).ifPresent(owner);
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

    private static byte[] content(Message message) {
        return Optional.ofNullable(message.getData()).orElseGet(() -> new byte[0]);
    }

    private Optional<Kept> kept(Message message) {
        Stored place = new Stored(message.getSubject());
        place.sequence = message.metaData().streamSequence();
        Optional<Noted> noted = Optional.ofNullable(notes.remove(place.subject));
        place.note = noted.map(Noted::sequence).orElse(0L);
        Optional<Noted> inForce = noted.filter(note -> note.sequence > place.sequence);
        try {
            return Optional.of(kept(place, message, inForce.map(Noted::content)));
        } catch (EventQueue.Unreadable e) {
            setAside.add("message " + place.sequence + " of stream " + place.stream(), String.valueOf(e.getMessage()));
            return Optional.empty();
        }
    }

    private Kept kept(Stored place, Message message, Optional<byte[]> note) throws EventQueue.Unreadable {
        byte[] content = content(message);
        AcceptedEvent event = EventCodec.event(content);
        if (!place.subject.equals(Lane.subject(link.prefix(), event.function(), event.requestId()))) {
            throw new EventQueue.Unreadable("it is not where its event belongs: Hearth did not write it", null);
        }
        boolean settled = note.isEmpty() && JetStreamQueue.isSettled(Optional.ofNullable(message.getHeaders()));
        return new Kept(
                place,
                event,
                note.isPresent() ? EventCodec.progress(note.get()) : Progress.NONE,
                settled ? Optional.of(EventCodec.completed(content).outcome()) : Optional.empty());
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
