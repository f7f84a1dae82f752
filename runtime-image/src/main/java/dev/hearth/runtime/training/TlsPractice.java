package dev.hearth.runtime.training;

import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLServerSocket;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManagerFactory;

/** A TLS connection of this process with itself, since functions speak TLS with nearly everything they use. */
final class TlsPractice {
    private static final char[] PASSWORD = "training".toCharArray();

    private TlsPractice() {}

    /** @param keys PKCS 12 with the key of localhost and the authority that signed it */
    static void run(Path keys) throws IOException, GeneralSecurityException {
        SSLContext context = context(KeyStore.getInstance(keys.toFile(), PASSWORD));
        try (SSLServerSocket server = (SSLServerSocket)
                context.getServerSocketFactory().createServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            Thread answers = new Thread(() -> answer(server), "training-tls");
            answers.setDaemon(true);
            answers.start();
            try (SSLSocket client =
                    (SSLSocket) context.getSocketFactory().createSocket("localhost", server.getLocalPort())) {
                SSLParameters parameters = client.getSSLParameters();
                parameters.setEndpointIdentificationAlgorithm("HTTPS");
                client.setSSLParameters(parameters);
                client.getOutputStream().write('?');
                client.getInputStream().read();
            }
        }
    }

    private static SSLContext context(KeyStore keys) throws GeneralSecurityException {
        KeyManagerFactory own = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        own.init(keys, PASSWORD);
        TrustManagerFactory trusted = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trusted.init(keys);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(own.getKeyManagers(), trusted.getTrustManagers(), null);
        return context;
    }

    private static void answer(SSLServerSocket server) {
        try (SSLSocket connection = (SSLSocket) server.accept()) {
            connection.getInputStream().read();
            connection.getOutputStream().write('!');
        } catch (IOException e) {
            throw new IllegalStateException("training failed", e);
        }
    }
}
