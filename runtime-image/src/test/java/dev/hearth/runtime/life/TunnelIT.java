package dev.hearth.runtime.life;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.hearth.protocol.EnvironmentHeaders;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** TLS between an environment and its gateway, which a process beside the JVM speaks. */
@EnabledOnOs(OS.LINUX)
@Execution(ExecutionMode.CONCURRENT)
class TunnelIT {
    private static final String STUNNEL = System.getenv().getOrDefault("HEARTH_STUNNEL", "");

    @TempDir
    private Path folder;

    @BeforeAll
    static void findsStunnel() {
        assumeTrue(
                !STUNNEL.isEmpty(),
                "HEARTH_STUNNEL is not set; ./hearth test sets it where Debian's packages can be had");
    }

    @Test
    void leadsToAGatewayThatItsAuthorityVouchesFor() throws Exception {
        TestAuthority authority = TestAuthority.in(folder, "authority");
        byte[] zip = ClusterHomeIT.deeds();
        try (TestEnvironment environment = environment(authority, authority, "localhost", ClusterHomeIT.sha256(zip))) {
            environment.start().attached();
            environment.gateway.work().reply(200, Map.of(EnvironmentHeaders.CODE_LAYOUT, "zip"), zip);

            assertThat(environment.run(environment.gateway.work(), "echo").path).contains("request-1");
        }
    }

    @Test
    void doesNotLeadToAGatewayOfAnotherName() throws Exception {
        TestAuthority authority = TestAuthority.in(folder, "authority");
        try (TestEnvironment environment = environment(authority, authority, "elsewhere", "")) {
            environment.start().awaitLog("CERT: Subject checks failed");

            assertThat(environment.gateway.sawNoOtherAttach()).isTrue();
        }
    }

    @Test
    void doesNotLeadToAGatewayOfAnotherAuthority() throws Exception {
        TestAuthority trusted = TestAuthority.in(folder, "trusted");
        TestAuthority other = TestAuthority.in(folder, "other");
        try (TestEnvironment environment = environment(trusted, other, "localhost", "")) {
            environment.start().awaitLog("certificate verify failed");

            assertThat(environment.gateway.sawNoOtherAttach()).isTrue();
        }
    }

    @Test
    void leadsToAGatewayThatAnyAuthorityOfTheFileVouchesFor() throws Exception {
        TestAuthority first = TestAuthority.in(folder, "first");
        TestAuthority second = TestAuthority.in(folder, "second");
        Files.writeString(first.file(), first.pem() + second.pem());
        try (TestEnvironment environment = environment(first, second, "localhost", "")) {
            assertThat(environment.start().attached().header(EnvironmentHeaders.ENVIRONMENT_ID))
                    .isEqualTo(TestEnvironment.ID);
        }
    }

    @Test
    void theNextProcessTrustsWhomTheFileNamesThen() throws Exception {
        TestAuthority trusted = TestAuthority.in(folder, "trusted");
        TestAuthority next = TestAuthority.in(folder, "next");
        try (TestEnvironment environment = environment(trusted, next, "localhost", "")) {
            environment.start().awaitLog("certificate verify failed");

            Files.writeString(trusted.file(), next.pem());

            assertThat(environment.attached().header(EnvironmentHeaders.ENVIRONMENT_ID))
                    .isEqualTo(TestEnvironment.ID);
        }
    }

    @Test
    void isOpenedAnewWhenItWasKilled() throws Exception {
        TestAuthority authority = TestAuthority.in(folder, "authority");
        try (TestEnvironment environment = environment(authority, authority, "localhost", "")) {
            environment.start().gateway.attach();

            environment.child(name()).destroyForcibly();

            assertThat(environment.attached().header(EnvironmentHeaders.ENVIRONMENT_ID))
                    .isEqualTo(TestEnvironment.ID);
        }
    }

    @Test
    void saysNothingWhenAGatewayGoesAway() throws Exception {
        TestAuthority authority = TestAuthority.in(folder, "authority");
        try (TestEnvironment environment = environment(authority, authority, "localhost", "")) {
            environment.start().gateway.attach();

            environment.gateway.drop();

            environment.gateway.attach();
            assertThat(environment.log()).doesNotContain("LOG3", "s_poll_wait");
        }
    }

    @Test
    void hasNoneOfTheFunctionsVariables() throws Exception {
        TestAuthority authority = TestAuthority.in(folder, "authority");
        try (TestEnvironment environment = environment(authority, authority, "localhost", "")) {
            environment.with("OPENSSL_CONF", "/nowhere").start().gateway.attach();

            String variables = Files.readString(
                    Path.of("/proc/" + environment.child(name()).pid() + "/environ"), ISO_8859_1);

            assertThat(variables.split("\0")).hasSize(1).allMatch(each -> each.startsWith("LD_LIBRARY_PATH="));
        }
    }

    @Test
    void endsWithItsEnvironment() throws Exception {
        TestAuthority authority = TestAuthority.in(folder, "authority");
        try (TestEnvironment environment = environment(authority, authority, "localhost", "")) {
            environment.start().gateway.attach();
            ProcessHandle tunnel = environment.child(name());

            environment.launcher().destroy();

            assertThat(environment.awaitEnd()).isZero();
            await().atMost(Limits.STEP).until(() -> !tunnel.isAlive());
        }
    }

    private static String name() {
        return Path.of(STUNNEL).getFileName().toString();
    }

    private static TestEnvironment environment(
            TestAuthority trusted, TestAuthority signer, String gateway, String codeSha256) throws Exception {
        TestGateway server = new TestGateway(signer.server(gateway));
        return ClusterHomeIT.environment(codeSha256, server)
                .with("HEARTH_GATEWAY", server.address().replace("127.0.0.1", "localhost"))
                .with("HEARTH_CA_FILE", trusted.file().toString())
                .with("HEARTH_STUNNEL", STUNNEL)
                .with("HEARTH_TUNNEL_PORT", Integer.toString(freePort()));
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }
}
