package dev.hearth.e2e;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.Socket;
import java.net.http.HttpClient;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;

/**
 * Who is believed: one authority and nobody else.
 *
 * @param managers for AWS's clients
 */
public record Trust(TrustManager[] managers) {
    public static Trust of(Path pem) {
        try {
            return of(Files.readString(pem, StandardCharsets.US_ASCII));
        } catch (IOException e) {
            throw new IllegalStateException(pem + " cannot be read", e);
        }
    }

    public static Trust of(String pem) {
        try {
            KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
            store.load(null, null);
            int number = 0;
            for (var certificate : CertificateFactory.getInstance("X.509")
                    .generateCertificates(new ByteArrayInputStream(pem.getBytes(StandardCharsets.US_ASCII)))) {
                store.setCertificateEntry("authority-" + number++, certificate);
            }
            TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            trust.init(store);
            return new Trust(trust.getTrustManagers());
        } catch (GeneralSecurityException | IOException e) {
            throw new IllegalStateException("the authority cannot be read", e);
        }
    }

    /** A client of HTTP/1.1. */
    public HttpClient client() {
        return HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .sslContext(context())
                .build();
    }

    /** A connection, whatever name the server has. */
    public Socket socket(String host, int port) throws IOException {
        return context().getSocketFactory().createSocket(host, port);
    }

    /** TLS over a connection that stands; ends with it. */
    public Socket over(Socket connected) throws IOException {
        String host = connected.getInetAddress().getHostAddress();
        return context().getSocketFactory().createSocket(connected, host, connected.getPort(), true);
    }

    /** The certificate that a server shows. */
    public X509Certificate certificate(String host, int port) throws IOException {
        try (SSLSocket socket = (SSLSocket) socket(host, port)) {
            socket.startHandshake();
            return (X509Certificate) socket.getSession().getPeerCertificates()[0];
        }
    }

    private SSLContext context() {
        try {
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(null, managers, null);
            return context;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this JDK has no TLS", e);
        }
    }
}
