package dev.hearth.gateway.queue.log;

import dev.hearth.gateway.queue.EventQueue;
import org.jspecify.annotations.Nullable;

/** Where an event's record lies; changed by the log's own thread, read by everybody. */
final class Entry implements EventQueue.Place {
    private static final byte[] NOTHING = {};

    /** Unique in its log, in the order of acceptance; from 1. */
    final long number;

    /** Kind of a record that only a later release knows; 0: it is one of ours. */
    private final byte foreign;

    private volatile Location location = Location.NOWHERE;
    /** How far it has come, as it is written; empty: nowhere. */
    private byte[] note = NOTHING;
    /** Whether its record says what became of it; no more in force once something is noted after it. */
    private boolean withOutcome;

    /** @param segment null: it is not written yet, or done with */
    record Location(@Nullable Segment segment, int place, int length) {
        static final Location NOWHERE = new Location(null, 0, 0);
    }

    Entry(long number) {
        this(number, (byte) 0);
    }

    /** @param foreign code of a record that only a later release knows */
    Entry(long number, byte foreign) {
        this.number = number;
        this.foreign = foreign;
    }

    Location location() {
        return location;
    }

    /** It lies there from now on, and no more where it was. */
    void moveTo(Segment segment, int place, int length) {
        segment.enter(this, length);
        become(new Location(segment, place, length));
    }

    /** It is done with. */
    void leave() {
        become(Location.NOWHERE);
    }

    private void become(Location now) {
        Location before = location;
        location = now;
        if (before.segment() != null) {
            before.segment().left(before.length());
        }
    }

    boolean isIn(Segment segment) {
        return segment.equals(location.segment());
    }

    /** What became of it is in its record from now on, and nothing noted. */
    void settled() {
        withOutcome = true;
        note = NOTHING;
    }

    boolean isSettled() {
        return withOutcome && note.length == 0;
    }

    /** Code of its record when that is written anew. */
    byte code() {
        if (foreign != 0) {
            return foreign;
        }
        return (withOutcome ? Frame.Kind.SETTLED : Frame.Kind.ACCEPT).code;
    }

    void noted(byte[] content) {
        note = content;
    }

    byte[] note() {
        return note;
    }

    @Override
    public String toString() {
        Location now = location;
        return "event " + number + " at " + now.place() + " of " + now.segment();
    }
}
