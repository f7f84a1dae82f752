package dev.hearth.gateway.queue.jetstream;

import io.nats.client.Connection;
import io.nats.client.JetStream;
import io.nats.client.JetStreamManagement;
import io.nats.client.JetStreamOptions;
import java.io.IOException;
import java.time.Duration;

/** One connection to the servers of the streams. It connects again by itself, unless its credentials are refused twice. */
record Wire(Connection connection, JetStream publishing, JetStreamManagement management) implements AutoCloseable {
    static final Duration PATIENCE = Duration.ofSeconds(5);

    static Wire to(JetStreamSettings settings, Runnable reconnected) throws IOException {
        Connection connection = Connecting.to(settings, PATIENCE, reconnected);
        JetStreamOptions options =
                JetStreamOptions.builder().requestTimeout(PATIENCE).build();
        return new Wire(connection, connection.jetStream(options), connection.jetStreamManagement(options));
    }

    /** Whether it has ended for good. */
    boolean isEnded() {
        return connection.getStatus() == Connection.Status.CLOSED;
    }

    @Override
    public void close() {
        try {
            connection.close();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
