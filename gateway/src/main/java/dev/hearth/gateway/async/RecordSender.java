package dev.hearth.gateway.async;

import dev.hearth.gateway.catalog.Destination;
import dev.hearth.gateway.queue.AcceptedEvent;
import dev.hearth.gateway.queue.Outcome;
import java.io.IOException;

/** Port: tells destinations what became of events. */
public interface RecordSender {
    /**
     * Sends a record, or to a dead-letter queue the event itself; returns once the destination has it for good. Blocks.
     *
     * @throws Undeliverable if it will never take this one
     * @throws IOException if it does not take anything now, or cannot be reached
     */
    void send(Debt.Kind kind, Destination to, AcceptedEvent event, Outcome outcome) throws IOException;

    /** The destination will never take it: it is too large, say. */
    final class Undeliverable extends IOException {
        private static final long serialVersionUID = 1;

        public Undeliverable(String message) {
            super(message);
        }
    }
}
