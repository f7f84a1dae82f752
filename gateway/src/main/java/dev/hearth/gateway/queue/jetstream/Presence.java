package dev.hearth.gateway.queue.jetstream;

import io.nats.client.Connection;
import io.nats.client.Message;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Says to other gateways that this one has the events, for as long as it has a connection: who is about to take them asks first. So one
 * that stops, and still runs some of them, is waited for; one that has ended, or is cut off from the streams, is not.
 */
final class Presence {
    private static final Duration PATIENCE = Duration.ofSeconds(2);
    private static final String HERE = "hearth-gateway ";

    private final String subject;
    private final String me = HERE + UUID.randomUUID();

    /** @param prefix of the streams */
    Presence(String prefix) {
        subject = prefix + ".gateway";
    }

    boolean isAnotherThere(Connection connection) throws IOException {
        try {
            Message answer = connection.request(subject, bytes(), PATIENCE);
            return answer != null && text(answer).startsWith(HERE);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
    }

    /** From now on, also when the connection was broken in between. */
    void show(Connection connection) {
        connection.createDispatcher(question -> answer(connection, question)).subscribe(subject);
    }

    private void answer(Connection connection, Message question) {
        if (!text(question).equals(me) && question.getReplyTo() != null) {
            connection.publish(question.getReplyTo(), bytes());
        }
    }

    private byte[] bytes() {
        return me.getBytes(StandardCharsets.US_ASCII);
    }

    private static String text(Message message) {
        byte @Nullable [] data = message.getData();
        return data == null ? "" : new String(data, StandardCharsets.US_ASCII);
    }
}
