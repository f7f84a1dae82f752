package dev.hearth.e2e.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.hearth.e2e.Lambda;
import dev.hearth.e2e.Trust;
import java.io.IOException;
import java.math.BigInteger;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The installation changes while functions are called. */
@OnCluster
class UpgradeE2E {
    private static final int CALLERS = 4;
    /** The old gateway drains, the new one starts and its environments come back. */
    private static final Duration GAP = Duration.ofSeconds(20);

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
    void aNewCertificateFailsNoInvocation() throws Exception {
        Trust trust = Trust.of(cluster.authority());
        BigInteger before = serial(trust);
        try (Callers callers = Callers.start(CALLERS, Integer.MAX_VALUE, lambda, "steady", "{}")) {
            cluster.kubectl("delete", "secret", "hearth-gateway-tls", "-n", Cluster.NAMESPACE);

            await().atMost(Duration.ofMinutes(4))
                    .pollInterval(Duration.ofMillis(500))
                    .until(() -> !serial(trust).equals(before));
            int answered = callers.answered();
            await().until(() -> callers.answered() > answered + 100);
            callers.stop();
            assertThat(callers.failures()).isEmpty();
        }
        account.function("after-rotation", "echo");
        assertThat(lambda.invoke("after-rotation", "{}")).matches(Lambda.Answer::isResult);
    }

    /** Of the certificate that callers are shown now. */
    private static BigInteger serial(Trust trust) throws IOException {
        return trust.certificate(cluster.url().getHost(), cluster.url().getPort())
                .getSerialNumber();
    }
}
