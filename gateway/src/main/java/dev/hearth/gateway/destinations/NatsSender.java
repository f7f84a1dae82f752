package dev.hearth.gateway.destinations;

import dev.hearth.gateway.async.Debt;
import dev.hearth.gateway.async.RecordSender.Undeliverable;
import dev.hearth.gateway.catalog.Destination;
import dev.hearth.gateway.queue.AcceptedEvent;
import dev.hearth.gateway.queue.Outcome;
import io.nats.client.Connection;
import io.nats.client.ErrorListener;
import io.nats.client.JetStreamApiException;
import io.nats.client.Nats;
import io.nats.client.Options;
import io.nats.client.PublishOptions;
import java.io.IOException;
import java.net.InetAddress;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/**
 * Publishes records to streams of NATS JetStream, and waits until the stream has them. A subject that no stream keeps is refused: a
 * record would be lost whenever nobody listens.
 */
final class NatsSender implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(5);
    private static final char[] NOTHING = {};

    private final Secrets secrets;
    private final Reach reach;
    private final NamespacePools<Server, Connection> connections = new NamespacePools<>(NatsSender::close);

    /** A server and who we are there. */
    private record Server(URI url, Map<String, String> credentials) {}

    NatsSender(Secrets secrets, Reach reach) {
        this.secrets = secrets;
        this.reach = reach;
    }

    void send(Debt.Kind kind, Destination.Subject to, AcceptedEvent event, Outcome outcome) throws IOException {
        Optional<String> refusal = reach.refusal(to.subject());
        if (refusal.isPresent()) {
            throw new Undeliverable(refusal.get());
        }
        byte[] record = InvocationRecord.of(event, outcome);
        Connection connection = connection(event.function().namespace(), server(to, event));
        if (record.length > connection.getMaxPayload()) {
            throw new Undeliverable("the record has " + record.length + " bytes, and the server takes at most "
                    + connection.getMaxPayload());
        }
        PublishOptions once = PublishOptions.builder()
                .messageId(event.requestId() + "-" + kind.name())
                .streamTimeout(PATIENCE)
                .build();
        try {
            connection.jetStream().publish(to.subject(), record, once);
        } catch (JetStreamApiException e) {
            throw new IOException(e.getMessage(), e);
        }
    }

    private Server server(Destination.Subject to, AcceptedEvent event) throws IOException {
        Optional<String> secret = to.secret();
        return new Server(
                to.server(), secret.isPresent() ? secrets.read(event.function().namespace(), secret.get()) : Map.of());
    }

    private Connection connection(String namespace, Server server) throws IOException {
        Connection known = connections.get(namespace, server, () -> connect(server));
        if (known.getStatus() == Connection.Status.CONNECTED) {
            return known;
        }
        connections.drop(namespace, server);
        return connections.get(namespace, server, () -> connect(server));
    }

    /** It does not reconnect by itself: who sends next connects. */
    private Connection connect(Server server) throws IOException {
        InetAddress[] checked = reach.resolve(server.url().getHost());
        Options.Builder options = new Options.Builder()
                .server(server.url().toString())
                .serverPool(new FixedServer(checked))
                .ignoreDiscoveredServers()
                .dataPortType(FrameLimit.class.getName())
                .connectionName("hearth")
                .connectionTimeout(PATIENCE)
                .errorListener(new ErrorListener() {}) // who sends is told
                .noReconnect();
        Map<String, String> credentials = server.credentials();
        if (credentials.containsKey("token")) {
            options.token(characters(credentials, "token"));
        } else if (!credentials.isEmpty()) {
            options.userInfo(characters(credentials, "username"), characters(credentials, "password"));
        }
        try {
            return Nats.connect(options.build());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
    }

    private static char[] characters(Map<String, String> credentials, String name) {
        return Optional.ofNullable(credentials.get(name))
                .map(String::toCharArray)
                .orElse(NOTHING);
    }

    private static void close(Connection connection) {
        try {
            connection.close();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        connections.close();
    }
}
