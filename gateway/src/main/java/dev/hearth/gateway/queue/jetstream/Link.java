package dev.hearth.gateway.queue.jetstream;

import io.nats.client.Connection;
import io.nats.client.JetStream;
import io.nats.client.JetStreamApiException;
import io.nats.client.JetStreamManagement;
import io.nats.client.JetStreamOptions;
import io.nats.client.Nats;
import io.nats.client.Options;
import io.nats.client.PurgeOptions;
import io.nats.client.api.DiscardPolicy;
import io.nats.client.api.PublishAck;
import io.nats.client.api.RetentionPolicy;
import io.nats.client.api.StorageType;
import io.nats.client.api.StreamConfiguration;
import io.nats.client.impl.Headers;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The connection to the servers and the stream there. It connects again by itself, for as long as it takes. */
final class Link implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Link.class);
    private static final Duration PATIENCE = Duration.ofSeconds(5);
    private static final Duration PAUSE = Duration.ofMillis(250);
    /** What a message has beside its payload and its result. */
    static final int MARGIN = 8 << 10;
    /** A payload of a megabyte and its margin. */
    private static final int LEAST_PAYLOAD = 2 << 20;

    private static final char[] NOTHING = {};
    private static final long FRESH_NANOS = TimeUnit.SECONDS.toNanos(5);

    private final JetStreamSettings settings;
    private final Connection connection;
    private final JetStream stream;
    private final JetStreamManagement management;
    private final Map<Long, CompletableFuture<?>> underWay = new ConcurrentHashMap<>();
    private final AtomicLong numbers = new AtomicLong();
    private long bytes;
    private long bytesNanos;

    private Link(JetStreamSettings settings, Connection connection) throws IOException {
        this.settings = settings;
        this.connection = connection;
        JetStreamOptions options =
                JetStreamOptions.builder().requestTimeout(PATIENCE).build();
        this.stream = connection.jetStream(options);
        this.management = connection.jetStreamManagement(options);
    }

    static Link open(JetStreamSettings settings) throws IOException {
        Connection connection = connect(settings);
        try {
            Link link = new Link(settings, connection);
            link.prepare();
            return link;
        } catch (IOException | RuntimeException e) {
            close(connection);
            throw e;
        }
    }

    private static Connection connect(JetStreamSettings settings) throws IOException {
        Options.Builder options = new Options.Builder()
                .server(settings.server().toString())
                .connectionName("hearth-gateway")
                .connectionTimeout(PATIENCE)
                .reconnectWait(PAUSE)
                .maxReconnects(-1)
                // what cannot be sent now is refused now: its caller is told
                .reconnectBufferSize(0);
        if (settings.credentials().isPresent()) {
            Path folder = settings.credentials().get();
            if (Files.exists(folder.resolve("token"))) {
                options.token(entry(folder, "token"));
            } else {
                options.userInfo(entry(folder, "username"), entry(folder, "password"));
            }
            if (Files.exists(folder.resolve("ca.crt"))) {
                options.sslContext(trusting(folder.resolve("ca.crt")));
            }
        }
        try {
            return Nats.connect(options.build());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
    }

    private static char[] entry(Path folder, String name) throws IOException {
        Path file = folder.resolve(name);
        return Files.exists(file) ? Files.readString(file).strip().toCharArray() : NOTHING;
    }

    /** Trusts these authorities and no other. */
    private static SSLContext trusting(Path authorities) throws IOException {
        try (InputStream pem = Files.newInputStream(authorities)) {
            KeyStore trusted = KeyStore.getInstance(KeyStore.getDefaultType());
            trusted.load(null, null);
            int number = 0;
            for (Certificate each : CertificateFactory.getInstance("X.509").generateCertificates(pem)) {
                trusted.setCertificateEntry("authority-" + number++, each);
            }
            TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            trust.init(trusted);
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(null, trust.getTrustManagers(), null);
            return context;
        } catch (GeneralSecurityException e) {
            throw new IOException(authorities + " holds no certificates: " + e.getMessage(), e);
        }
    }

    /** Makes the stream as it must be. */
    private void prepare() throws IOException {
        if (maxPayload() < LEAST_PAYLOAD) {
            throw new IOException("the server of events takes messages of at most " + maxPayload()
                    + " bytes, and an event has up to " + LEAST_PAYLOAD + "; set its max_payload to 8MB");
        }
        StreamConfiguration wanted = StreamConfiguration.builder()
                .name(settings.stream())
                .description("Events of asynchronous invocations that Hearth has accepted")
                .subjects(settings.stream() + ".>")
                .storageType(StorageType.File)
                .retentionPolicy(RetentionPolicy.Limits)
                .discardPolicy(DiscardPolicy.New)
                .maxMessagesPerSubject(1)
                .maxBytes(settings.maxBytes())
                .replicas(settings.replicas())
                .allowDirect(false) // a replica that is behind would not know what its leader has said is safe
                .build();
        try {
            if (management.getStreamNames().contains(settings.stream())) {
                management.updateStream(wanted);
            } else {
                management.addStream(wanted);
            }
        } catch (JetStreamApiException e) {
            throw new IOException("the stream of events cannot be made: " + e.getMessage(), e);
        }
    }

    String stream() {
        return settings.stream();
    }

    Connection connection() {
        return connection;
    }

    long maxPayload() {
        return connection.getMaxPayload();
    }

    /** Completes when as many servers have it as shall. */
    CompletionStage<PublishAck> publish(String subject, Headers headers, byte[] content) {
        CompletableFuture<PublishAck> published = stream.publishAsync(subject, headers, content);
        long number = numbers.incrementAndGet();
        underWay.put(number, published);
        return published.whenComplete((_, _) -> underWay.remove(number));
    }

    /** The content of a message. */
    byte[] read(long sequence) throws IOException {
        try {
            byte @Nullable [] content =
                    management.getMessage(settings.stream(), sequence).getData();
            return content == null ? new byte[0] : content;
        } catch (JetStreamApiException e) {
            throw new IOException("event " + sequence + " is not kept: " + e.getMessage(), e);
        }
    }

    /** An event and what was noted of it. */
    void delete(Stored stored) throws IOException, JetStreamApiException {
        if (stored.sequence == 0) {
            purge(stored.subject);
            return;
        }
        management.deleteMessage(settings.stream(), stored.sequence, false);
        if (stored.note != 0) {
            management.deleteMessage(settings.stream(), stored.note, false);
        }
    }

    /** Whatever there is of an event. */
    void purge(String subject) throws IOException, JetStreamApiException {
        management.purgeStream(settings.stream(), PurgeOptions.subject(subject));
        management.purgeStream(settings.stream(), PurgeOptions.subject(subject + Stored.NOTE));
    }

    /** As it was a moment ago. */
    synchronized long bytes() {
        long now = System.nanoTime();
        if (bytesNanos == 0 || now - bytesNanos > FRESH_NANOS) {
            bytesNanos = now;
            bytes = currentBytes().orElse(bytes);
        }
        return bytes;
    }

    private Optional<Long> currentBytes() {
        try {
            return Optional.of(
                    management.getStreamInfo(settings.stream()).getStreamState().getByteCount());
        } catch (IOException | JetStreamApiException e) {
            LOG.atDebug().setMessage("the stream tells nothing now").setCause(e).log();
            return Optional.empty();
        }
    }

    /** Waits for what is under way. */
    @Override
    public void close() {
        CompletableFuture.allOf(underWay.values().toArray(CompletableFuture[]::new))
                .completeOnTimeout(null, PATIENCE.toMillis(), TimeUnit.MILLISECONDS)
                .exceptionally(_ -> null)
                .join();
        close(connection);
    }

    private static void close(Connection connection) {
        try {
            connection.close();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
