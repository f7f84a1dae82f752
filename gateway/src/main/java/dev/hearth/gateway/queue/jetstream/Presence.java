package dev.hearth.gateway.queue.jetstream;

import io.nats.client.Connection;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/**
 * Says to whoever asks that a gateway has these events, for as long as it has a connection: who is about to take them asks first. So one
 * that stops, and still runs some of them, is waited for; one that has ended, or is cut off from the streams, is not.
 */
final class Presence {
    private static final Duration PATIENCE = Duration.ofSeconds(2);
    private static final byte[] HERE = "here".getBytes(StandardCharsets.US_ASCII);

    private Presence() {}

    /** @param prefix of the streams */
    static boolean isSomebodyThere(Connection connection, String prefix) throws IOException {
        try {
            return connection.request(subject(prefix), HERE, PATIENCE) != null;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
    }

    /** From now on. */
    static void show(Connection connection, String prefix) {
        connection
                .createDispatcher(question -> connection.publish(question.getReplyTo(), HERE))
                .subscribe(subject(prefix));
    }

    private static String subject(String prefix) {
        return prefix + ".gateway";
    }
}
