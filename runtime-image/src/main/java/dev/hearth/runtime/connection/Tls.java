package dev.hearth.runtime.connection;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManagerFactory;

/** TLS 1.3 to a gateway that proves its name by a certificate of the installation's authority. */
final class Tls {
    private static final String[] PROTOCOLS = {"TLSv1.3"};
    /** By default the JDK makes keys for two groups; the other one takes a process that just starts longer than all the rest. */
    private static final String[] GROUPS = {"x25519"};
    /** The first is cheapest in code that no optimising compiler sees: AES is fast only with processor instructions it would use. */
    private static final String[] CIPHERS = {"TLS_CHACHA20_POLY1305_SHA256", "TLS_AES_128_GCM_SHA256"};

    private final SSLContext context;

    private Tls(SSLContext context) {
        this.context = context;
    }

    /** @param authorities PEM file with one certificate or several, for the time in which one replaces another */
    static Tls trusting(Path authorities) throws IOException {
        try {
            KeyStore trusted = KeyStore.getInstance(KeyStore.getDefaultType());
            trusted.load(null, null);
            for (Certificate each : certificates(authorities)) {
                trusted.setCertificateEntry("authority-" + trusted.size(), each);
            }
            TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            trust.init(trusted);
            SSLContext context = SSLContext.getInstance("TLSv1.3");
            context.init(null, trust.getTrustManagers(), null);
            return new Tls(context);
        } catch (GeneralSecurityException e) {
            throw new IOException(authorities + " holds no certificates to trust", e);
        }
    }

    private static Iterable<? extends Certificate> certificates(Path file)
            throws IOException, GeneralSecurityException {
        try (InputStream in = new BufferedInputStream(Files.newInputStream(file))) {
            return CertificateFactory.getInstance("X.509").generateCertificates(in);
        }
    }

    /** Shakes hands over a connection that is open. */
    Socket over(Socket plain, String host, int port) throws IOException {
        SSLSocket socket = (SSLSocket) context.getSocketFactory().createSocket(plain, host, port, true);
        SSLParameters parameters = socket.getSSLParameters();
        parameters.setEndpointIdentificationAlgorithm("HTTPS");
        parameters.setProtocols(PROTOCOLS);
        parameters.setNamedGroups(GROUPS);
        parameters.setCipherSuites(CIPHERS);
        socket.setSSLParameters(parameters);
        socket.startHandshake();
        return socket;
    }
}
