package dev.hearth.runtime.life;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hearth.protocol.Assignment;
import dev.hearth.protocol.EnvironmentHeaders;
import dev.hearth.protocol.EnvironmentPaths;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLServerSocket;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** What is different in a pod: the code comes from the gateway, over TLS, and the launcher outlives what it runs. */
@EnabledOnOs(OS.LINUX)
@Execution(ExecutionMode.CONCURRENT)
class ClusterHomeIT {
    private static final String PASSWORD = "changeit";

    @TempDir
    Path folder;

    @Test
    void fetchesItsCodeOnceAndProvesItselfByTheTokenInAFile() throws Exception {
        byte[] zip = deeds();
        try (TestEnvironment environment = environment(sha256(zip)).start()) {
            assertThat(environment.attached().header(EnvironmentHeaders.AUTHORIZATION))
                    .isEqualTo("Bearer " + TestEnvironment.TOKEN);
            Exchange fetch = environment.gateway.work();
            assertThat(fetch.path).isEqualTo(EnvironmentPaths.CODE + sha256(zip));
            assertThat(fetch.header(EnvironmentHeaders.AUTHORIZATION)).isEqualTo("Bearer " + TestEnvironment.TOKEN);
            fetch.reply(200, Map.of(EnvironmentHeaders.CODE_LAYOUT, "zip"), zip);
            Exchange result = environment.run(environment.gateway.work(), "echo");
            assertThat(result.path).contains("request-1");

            environment.jvm().destroyForcibly();

            assertThat(environment.ready().path).isEqualTo(EnvironmentPaths.NEXT);
        }
    }

    @Test
    void aPlainJarIsNotUnpacked() throws Exception {
        byte[] jar = deeds();
        try (TestEnvironment environment = environment(sha256(jar)).start()) {
            environment.attached();
            environment.gateway.work().reply(200, Map.of(EnvironmentHeaders.CODE_LAYOUT, EnvironmentHeaders.JAR), jar);

            assertThat(environment.gateway.work().path).isEqualTo(EnvironmentPaths.NEXT);
            assertThat(environment.folder.resolve("task/lib/function.jar")).hasBinaryContent(jar);
        }
    }

    @Test
    void codeWithAnotherDigestIsNotRun() throws Exception {
        byte[] zip = deeds();
        try (TestEnvironment environment = environment("0".repeat(64)).start()) {
            environment.attached();
            environment.gateway.work().reply(200, Map.of(EnvironmentHeaders.CODE_LAYOUT, "zip"), zip);

            Exchange failed = environment.gateway.work();
            assertThat(failed.path).isEqualTo(EnvironmentPaths.INIT_ERROR);
            assertThat(failed.text()).contains("the code has SHA-256 " + sha256(zip) + " instead of 0000");
        }
    }

    @Test
    void aRetiredEnvironmentWaitsForItsPodToBeDeleted() throws Exception {
        byte[] zip = deeds();
        try (TestEnvironment environment = environment(sha256(zip)).start()) {
            environment.attached();
            environment.gateway.work().reply(200, Map.of(EnvironmentHeaders.CODE_LAYOUT, "zip"), zip);
            environment.gateway.work().retire();
            environment.awaitLog("shutdown hook ran");
            environment.gateway.drop();

            Thread.sleep(1_500); // the time in which one that does not wait would end or attach again
            assertThat(environment.launcher().isAlive()).isTrue();
            assertThat(environment.gateway.sawNoOtherAttach()).isTrue();

            environment.launcher().destroy();
            assertThat(environment.awaitEnd()).isZero();
        }
    }

    @Test
    void comesBackWhenItsGatewayWasAwayOrRefusedIt() throws Exception {
        byte[] zip = deeds();
        try (TestEnvironment environment = environment(sha256(zip)).start()) {
            environment.gateway.attach().reply(403, Map.of(), "not known yet".getBytes());
            environment.gateway.attach();

            environment.gateway.drop();

            assertThat(environment.attached().header(EnvironmentHeaders.ENVIRONMENT_ID))
                    .isEqualTo(TestEnvironment.ID);
        }
    }

    @Test
    void speaksTlsToAGatewayThatItsAuthorityVouchesFor() throws Exception {
        KeyStore keys = keys("SAN=IP:127.0.0.1");
        byte[] zip = deeds();
        try (TestEnvironment environment = environment(sha256(zip), new TestGateway(tls(keys)))
                .with("HEARTH_CA_FILE", pem(keys))
                .start()) {
            environment.attached();
            environment.gateway.work().reply(200, Map.of(EnvironmentHeaders.CODE_LAYOUT, "zip"), zip);

            assertThat(environment.run(environment.gateway.work(), "echo").path).contains("request-1");
        }
    }

    @Test
    void doesNotSpeakToAGatewayOfAnotherName() throws Exception {
        KeyStore keys = keys("SAN=DNS:elsewhere");
        try (TestEnvironment environment = environment("0".repeat(64), new TestGateway(tls(keys)))
                .with("HEARTH_CA_FILE", pem(keys))
                .start()) {
            environment.awaitLog("No subject alternative names matching IP address 127.0.0.1 found");

            assertThat(environment.gateway.sawNoOtherAttach()).isTrue();
        }
    }

    private TestEnvironment environment(String sha256) throws IOException {
        return environment(sha256, new TestGateway());
    }

    private static TestEnvironment environment(String sha256, TestGateway gateway) throws IOException {
        return TestEnvironment.inCluster(
                new Assignment(
                        "f",
                        "$LATEST",
                        "example.deeds.Deeds",
                        256,
                        10_000,
                        sha256,
                        EnvironmentPaths.CODE + sha256,
                        "Text",
                        "",
                        "",
                        "/aws/lambda/f",
                        "stream",
                        true,
                        ""),
                gateway);
    }

    private static byte[] deeds() throws IOException {
        var bytes = new ByteArrayOutputStream();
        try (var zip = new ZipOutputStream(bytes);
                var files = Files.list(Path.of("target/test-classes/example/deeds"))) {
            for (Path file : files.sorted().toList()) {
                zip.putNextEntry(new ZipEntry("example/deeds/" + file.getFileName()));
                zip.write(Files.readAllBytes(file));
            }
        }
        return bytes.toByteArray();
    }

    private static String sha256(byte[] bytes) throws Exception {
        return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    }

    private KeyStore keys(String name) throws Exception {
        Path file = folder.resolve("keys.p12");
        String keytool = TrainedRuntime.JAVA_HOME.resolve("bin/keytool").toString();
        Process made = new ProcessBuilder(
                        keytool,
                        "-genkeypair",
                        "-alias",
                        "gateway",
                        "-keyalg",
                        "EC",
                        "-dname",
                        "CN=gateway",
                        "-ext",
                        name,
                        "-keystore",
                        file.toString(),
                        "-storepass",
                        PASSWORD)
                .inheritIO()
                .start();
        assertThat(made.waitFor()).isZero();
        return KeyStore.getInstance(file.toFile(), PASSWORD.toCharArray());
    }

    private String pem(KeyStore keys) throws Exception {
        String base64 = Base64.getMimeEncoder()
                .encodeToString(keys.getCertificate("gateway").getEncoded());
        return Files.writeString(
                        folder.resolve("ca.crt"),
                        "-----BEGIN CERTIFICATE-----\n" + base64 + "\n-----END CERTIFICATE-----\n")
                .toString();
    }

    private static SSLServerSocket tls(KeyStore keys) throws Exception {
        KeyManagerFactory factory = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        factory.init(keys, PASSWORD.toCharArray());
        SSLContext context = SSLContext.getInstance("TLSv1.3");
        context.init(factory.getKeyManagers(), null, null);
        return (SSLServerSocket)
                context.getServerSocketFactory().createServerSocket(0, 50, InetAddress.getLoopbackAddress());
    }
}
