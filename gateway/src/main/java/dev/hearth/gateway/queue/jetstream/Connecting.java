package dev.hearth.gateway.queue.jetstream;

import io.nats.client.Connection;
import io.nats.client.ConnectionListener;
import io.nats.client.ErrorListener;
import io.nats.client.Nats;
import io.nats.client.Options;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.time.Duration;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/** Connects to the servers of a stream. A connection that breaks connects again by itself, for as long as it takes. */
final class Connecting {
    private static final Duration PAUSE = Duration.ofMillis(250);
    /** Twice without an answer, and the connection is given up for another. */
    private static final Duration PING = Duration.ofSeconds(5);

    private static final char[] NOTHING = {};

    private Connecting() {}

    /** @param reconnected is told when a connection that was broken is there again */
    static Connection to(JetStreamSettings settings, Duration patience, Runnable reconnected) throws IOException {
        Options.Builder options = new Options.Builder()
                .server(settings.server().toString())
                .connectionName("hearth-gateway")
                .connectionTimeout(patience)
                .pingInterval(PING)
                .reconnectWait(PAUSE)
                .maxReconnects(-1)
                // whoever asks is told; else it writes several lines a second while no server is there
                .errorListener(new ErrorListener() {})
                .connectionListener((_, event) -> {
                    if (event == ConnectionListener.Events.RECONNECTED) {
                        reconnected.run();
                    }
                })
                // what cannot be sent now is refused now: its caller is told
                .reconnectBufferSize(0)
                // bounded by who accepts events; never waited for
                .maxMessagesInOutgoingQueue(0);
        if (settings.credentials().isPresent()) {
            prove(options, settings.credentials().get());
        }
        try {
            return Nats.connect(options.build());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
    }

    private static void prove(Options.Builder options, Path folder) throws IOException {
        if (Files.exists(folder.resolve("token"))) {
            options.tokenSupplier(() -> entry(folder, "token")); // it may be another one by the next time
        } else {
            options.userInfo(entry(folder, "username"), entry(folder, "password"));
        }
        if (Files.exists(folder.resolve("ca.crt"))) {
            options.sslContext(trusting(folder.resolve("ca.crt")));
        }
    }

    private static char[] entry(Path folder, String name) {
        Path file = folder.resolve(name);
        try {
            return Files.exists(file) ? Files.readString(file).strip().toCharArray() : NOTHING;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
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
}
