package dev.hearth.runtime.life;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;

/** Signs the certificates of gateways. */
final class TestAuthority {
    private static final String PASSWORD = "changeit";

    private final Path keys;
    private final Path file;

    private TestAuthority(Path keys, Path file) {
        this.keys = keys;
        this.file = file;
    }

    static TestAuthority in(Path folder, String name) throws Exception {
        TestAuthority authority = new TestAuthority(folder.resolve(name + ".p12"), folder.resolve(name + ".crt"));
        authority.keytool("authority", "-ext", "bc:c");
        Files.writeString(authority.file, authority.pem());
        return authority;
    }

    /** PEM file with its certificate. */
    Path file() {
        return file;
    }

    String pem() throws Exception {
        String base64 = Base64.getMimeEncoder()
                .encodeToString(store().getCertificate("authority").getEncoded());
        return "-----BEGIN CERTIFICATE-----\n" + base64 + "\n-----END CERTIFICATE-----\n";
    }

    /** A server on a free port of loopback that proves this name. */
    ServerSocket server(String name) throws Exception {
        keytool("gateway", "-ext", "SAN=DNS:" + name, "-signer", "authority");
        KeyStore store = store();
        store.deleteEntry("authority");
        KeyManagerFactory managers = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        managers.init(store, PASSWORD.toCharArray());
        SSLContext context = SSLContext.getInstance("TLSv1.3");
        context.init(managers.getKeyManagers(), null, null);
        return context.getServerSocketFactory().createServerSocket(0, 50, InetAddress.getLoopbackAddress());
    }

    private KeyStore store() throws Exception {
        return KeyStore.getInstance(keys.toFile(), PASSWORD.toCharArray());
    }

    private void keytool(String alias, String... options) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(
                List.of(TrainedRuntime.JAVA_HOME.resolve("bin/keytool").toString(), "-genkeypair", "-alias", alias));
        command.addAll(List.of("-dname", "CN=" + alias, "-keyalg", "EC", "-keystore", keys.toString()));
        command.addAll(List.of("-storepass", PASSWORD));
        command.addAll(List.of(options));
        assertThat(new ProcessBuilder(command).inheritIO().start().waitFor()).isZero();
    }
}
