package dev.hearth.e2e.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.hearth.e2e.Lambda;
import dev.hearth.e2e.Trust;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The installation changes while functions are called. */
@OnCluster
class UpgradeE2E {
    private static final int CALLERS = 4;
    /** The old gateway drains, the new one starts and its environments come back. */
    private static final Duration GAP = Duration.ofSeconds(60);

    private static Cluster cluster;
    private static Account account;
    private static Lambda lambda;

    @BeforeAll
    static void open(Cluster given) {
        cluster = given;
        account = Account.open(cluster, "upgrade");
        lambda = account.caller();
        account.function("steady", "echo");
    }

    @AfterAll
    static void close() {
        account.close();
    }

    @BeforeEach
    void asInstalled() {
        cluster.install();
        // a gateway that is ready is known to every node a moment later
        await().atMost(Duration.ofMinutes(1)).during(Duration.ofSeconds(1)).until(() -> lambda.isAnswered("steady"));
    }

    @Test
    void anUpgradeOfTheOperatorFailsNoInvocation() throws Exception {
        try (Callers callers = Callers.start(CALLERS, Integer.MAX_VALUE, lambda, "steady", "{}")) {
            await().until(() -> callers.answered() > 100);

            cluster.install("operator.resources.limits.memory=520Mi");
            account.function("after-operator", "echo");

            callers.stop();
            assertThat(callers.failures()).isEmpty();
        }
    }

    @Test
    void anUpgradeOfTheGatewayIsAGapAndLosesNothingThatRuns() throws Exception {
        account.function("long", "sleep", "timeout: 30");
        lambda.invoke("long", "{\"ms\":0}");
        var running = lambda.invokeLater("long", "{\"ms\":8000}");
        lambda.invoke("steady", "{}");

        Duration gap = Gap.around(
                "gateway upgraded", lambda, "steady", () -> cluster.install("gateway.resources.limits.memory=1100Mi"));

        assertThat(gap).isLessThan(GAP);
        assertThat(running.get().body()).isEqualTo("\"slept\"");
    }

    @Test
    void aNewCertificateAndTheNextAuthorityFailNoInvocation(@TempDir Path folder) throws Exception {
        String next = announceAuthority(folder);
        Trust trust = Trust.of(cluster.authority());
        BigInteger before = serial(trust);
        try (Callers callers = Callers.start(CALLERS, Integer.MAX_VALUE, lambda, "steady", "{}")) {
            cluster.kubectl("delete", "secret", "hearth-gateway-tls", "-n", Cluster.NAMESPACE);

            await().atMost(Duration.ofMinutes(4))
                    .pollInterval(Duration.ofMillis(500))
                    .until(() -> !serial(trust).equals(before));
            await().atMost(Duration.ofMinutes(2)).until(() -> trustedIn(account).contains(next));
            int answered = callers.answered();
            await().until(() -> callers.answered() > answered + 100);
            callers.stop();
            assertThat(callers.failures()).isEmpty();
        }
        account.function("after-rotation", "echo");
        assertThat(lambda.invoke("after-rotation", "{}")).matches(Lambda.Answer::isResult);
    }

    /** What the operator does a year before the end of the authority that signs: PEM of the one that will. */
    private static String announceAuthority(Path folder) throws IOException {
        new Shell(folder, Map.of())
                .run("openssl req -x509 -newkey rsa:2048 -nodes -subj /CN=Hearth -days 3650 -keyout key -out crt"
                        .split(" "));
        String next = Files.readString(folder.resolve("crt"));
        Map<String, String> announced = Map.of("next.crt", next, "next.key", Files.readString(folder.resolve("key")));
        cluster.kubectl(
                "patch",
                "secret",
                "hearth-ca",
                "-n",
                Cluster.NAMESPACE,
                "--type=merge",
                "-p",
                new ObjectMapper().writeValueAsString(Map.of("stringData", announced)));
        return next;
    }

    /** By the pods of a namespace that start from now on. */
    private static String trustedIn(Account namespace) {
        return namespace
                .get("configmap", "hearth-gateway-ca")
                .at("/data/ca.crt")
                .asText();
    }

    /** Of the certificate that callers are shown now. */
    private static BigInteger serial(Trust trust) throws IOException {
        return trust.certificate(cluster.url().getHost(), cluster.url().getPort())
                .getSerialNumber();
    }
}
