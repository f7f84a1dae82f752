package dev.hearth.gateway.queue;

import dev.hearth.fuzz.Finding;
import dev.hearth.fuzz.Target;
import java.util.Arrays;

/**
 * Records of events, outcomes and notes: whatever bytes come, they are read or refused with the exception that is declared;
 * and what was read is written as it was.
 */
public final class EventCodecTarget implements Target {
    private interface Step {
        void run() throws EventQueue.Unreadable;
    }

    @Override
    public void check(byte[] input) {
        readable(() -> event(input));
        readable(() -> completed(input));
        readable(() -> progress(input));
    }

    private static void readable(Step step) {
        try {
            step.run();
        } catch (EventQueue.Unreadable e) {
            Finding.unless(!String.valueOf(e.getMessage()).isBlank(), "is refused without words");
        }
    }

    private static void event(byte[] input) throws EventQueue.Unreadable {
        byte[] written = EventCodec.bytes(EventCodec.event(input));
        Finding.unless(
                Arrays.equals(EventCodec.bytes(EventCodec.event(written)), written), "an event is written differently");
    }

    private static void completed(byte[] input) throws EventQueue.Unreadable {
        CompletedEvent read = EventCodec.completed(input);
        byte[] written = EventCodec.bytes(read.event(), read.outcome());
        CompletedEvent again = EventCodec.completed(written);
        Finding.unless(
                Arrays.equals(EventCodec.bytes(again.event(), again.outcome()), written),
                "an outcome is written differently");
    }

    private static void progress(byte[] input) throws EventQueue.Unreadable {
        Progress progress = EventCodec.progress(input);
        Finding.unlessEqual(EventCodec.progress(EventCodec.bytes(progress)), progress, "a note is read differently");
    }
}
