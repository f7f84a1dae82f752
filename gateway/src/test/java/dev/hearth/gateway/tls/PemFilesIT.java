package dev.hearth.gateway.tls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PemFilesIT {
    private static final String PASSWORD = "password";
    private static final Base64.Encoder LINES = Base64.getMimeEncoder(64, new byte[] {'\n'});

    @TempDir
    private Path folder;

    /** A self-signed certificate and its key, made by the JDK's own tool. */
    private void write(String name, String algorithm, Path certificate, Path key) throws Exception {
        Path store = folder.resolve(name + ".p12");
        Process keytool = new ProcessBuilder(List.of(
                        Path.of(System.getProperty("java.home"), "bin", "keytool")
                                .toString(),
                        "-genkeypair",
                        "-keyalg",
                        algorithm,
                        "-alias",
                        "key",
                        "-dname",
                        "CN=" + name,
                        "-keystore",
                        store.toString(),
                        "-storepass",
                        PASSWORD))
                .redirectErrorStream(true)
                .start();
        keytool.getOutputStream().close();
        String said = new String(keytool.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
        assertThat(keytool.waitFor(1, TimeUnit.MINUTES)).isTrue();
        assertThat(keytool.exitValue()).as(said).isZero();
        KeyStore keys = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(store)) {
            keys.load(in, PASSWORD.toCharArray());
        }
        pem(certificate, "CERTIFICATE", keys.getCertificate("key").getEncoded());
        pem(key, "PRIVATE KEY", keys.getKey("key", PASSWORD.toCharArray()).getEncoded());
    }

    private static void pem(Path file, String kind, byte[] bytes) throws IOException {
        Files.writeString(
                file,
                "-----BEGIN " + kind + "-----\n" + LINES.encodeToString(bytes) + "\n-----END " + kind + "-----\n");
    }

    @ParameterizedTest
    @ValueSource(strings = {"RSA", "EC", "Ed25519"})
    void takesACertificateWithItsKey(String algorithm) throws Exception {
        write("own", algorithm, folder.resolve("tls.crt"), folder.resolve("tls.key"));

        assertThat(new PemFiles(folder).read().chain()).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"RSA", "EC"})
    void takesNoCertificateWithAnothersKey(String algorithm) throws Exception {
        write("own", algorithm, folder.resolve("tls.crt"), folder.resolve("own.key"));
        write("other", algorithm, folder.resolve("other.crt"), folder.resolve("tls.key"));

        assertThatThrownBy(() -> new PemFiles(folder).read())
                .isInstanceOf(CertificateProblem.class)
                .hasMessageContaining("tls.key is not the key of")
                .hasMessageContaining("CN=own");
    }

    @Test
    void namesTheFilesOfTwoKinds() throws Exception {
        write("own", "RSA", folder.resolve("tls.crt"), folder.resolve("own.key"));
        write("other", "EC", folder.resolve("other.crt"), folder.resolve("tls.key"));

        assertThatThrownBy(() -> new PemFiles(folder).read())
                .isInstanceOf(CertificateProblem.class)
                .hasMessageContaining(folder.toString());
    }
}
