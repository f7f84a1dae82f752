package dev.hearth.e2e.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.hearth.e2e.Lambda;
import dev.hearth.e2e.Lambda.Answer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What breaks in a cluster, and what callers see of it: the figures of {@code docs/guarantees.md}. */
@OnCluster
class FaultsE2E {
    private static final int CALLERS = 8;
    private static final Duration OUTAGE = Duration.ofMinutes(2);
    private static final Duration GAP = Duration.ofSeconds(60);

    private static Cluster cluster;
    private static Account account;
    private static Lambda lambda;

    @BeforeAll
    static void open(Cluster given) {
        Assumptions.assumeTrue(Cluster.isOwn(), "Processes of another's cluster are not killed");
        cluster = given;
        account = Account.open(cluster, "faults");
        lambda = account.caller();
    }

    @AfterAll
    static void close() {
        account.close();
    }

    @Test
    void answersAtItsUsualPaceAfterFiftyTimeOuts() throws Exception {
        account.function("stuck", "block", "timeout: 1");
        lambda.invoke("stuck", "{}");
        List<Long> millis = new ArrayList<>();

        for (int i = 0; i < 50; i++) {
            long start = System.nanoTime();
            Answer answer = lambda.invoke("stuck", "{}");
            millis.add((System.nanoTime() - start) / 1_000_000);

            assertThat(answer.status()).as(answer.body()).isEqualTo(200);
            assertThat(answer.body()).contains("Sandbox.Timedout", "Task timed out after 1.00 seconds");
        }

        // a CrashLoopBackOff would make them wait for 10 s and longer
        assertThat(millis).allMatch(each -> each < 10_000);
        // a process that asks for its gateway's address in vain asks again after 5 s
        assertThat(millis.stream().filter(each -> each > 3_000)).hasSizeLessThan(3);
        assertThat(account.list("pods", "-l", "lambda.hearth.dev/function=stuck"))
                .hasSize(1)
                .allMatch(pod ->
                        pod.at("/status/containerStatuses/0/restartCount").asInt() == 0);
    }

    @Test
    void answersTheOneThatRanInAKilledEnvironmentAndFailsNoOther() throws Exception {
        account.function("killed", "sleep", "timeout: 10");
        lambda.invoke("killed", "{\"ms\":0}");
        CompletableFuture<Answer> running = lambda.invokeLater("killed", "{\"ms\":5000}");
        await().during(Duration.ofMillis(500)).until(() -> !running.isDone());

        cluster.kill(Cluster.environments("killed"));

        assertThat(running.get().body()).contains("Runtime.ExitError", "signal: killed");
        assertThat(lambda.invoke("killed", "{\"ms\":0}").body()).isEqualTo("\"slept\"");
    }

    @Test
    void comesBackAfterTheGatewayIsKilledAndKeepsItsPods() throws Exception {
        account.function("warm", "echo", "scaling: {minimum: 1}");
        lambda.invoke("warm", "{}");
        List<String> before = podsOf("warm");

        Duration gap = Gap.around("gateway killed", lambda, "warm", () -> {
            cluster.kill(Cluster.processes("/opt/hearth/gateway"));
            await().during(Duration.ofSeconds(10)).atMost(Duration.ofMinutes(1)).until(() -> lambda.isAnswered("warm"));
        });

        assertThat(gap).isLessThan(GAP);
        // their JVMs end with the gateway they have lost and start anew in the same pods; whoever waited may have got
        // another
        assertThat(podsOf("warm")).containsAll(before);
    }

    @Test
    void asksCallersToTryAgainWhileCodeThatTheGatewayLostCannotBeRead(@TempDir Path folder) throws Exception {
        Path jar = Files.copy(Jars.FUNCTIONS, folder.resolve("functions.jar"));
        try (CodeServer server = CodeServer.start()) {
            cluster.apply(account.manifest("away", "example.faults.Faults::echo")
                    .replace("{configMap: {name: code}}", "{http: {url: \"" + server.publish(jar) + "\"}}"));
            account.awaitReady("away");
            Files.delete(jar);
            cluster.kubectl("delete", "pod", "-n", Cluster.NAMESPACE, "-l", "app.kubernetes.io/name=hearth-gateway");
            Lambda afterwards = account.caller(); // its first request may hang until its limit of a minute
            await().atMost(Duration.ofMinutes(3))
                    .ignoreExceptions()
                    .until(() -> afterwards.invoke("nowhere", "{}").status() == 404);

            Answer refused = lambda.invoke("away", "{}");
            Files.copy(Jars.FUNCTIONS, jar);

            assertThat(refused.status()).as(refused.body()).isEqualTo(500);
            assertThat(refused.errorType()).isEqualTo("ServiceException");
            assertThat(refused.body()).contains("code", "Nothing ran; try again");
            assertThat(lambda.invoke("away", "{}").isResult()).isTrue();
        }
    }

    /** Names and restarts of a function's pods. */
    private static List<String> podsOf(String function) {
        return account.list("pods", "-l", "lambda.hearth.dev/function=" + function).stream()
                .map(pod -> pod.at("/metadata/name").asText() + " "
                        + pod.at("/status/containerStatuses/0/restartCount").asText())
                .toList();
    }

    /** As when its machine is cut off: no connection is closed, packets vanish. */
    @Test
    void findsTheNextGatewayWhenOneVanishesWithoutAWord() throws Exception {
        account.function("cut-off", "echo");
        lambda.invoke("cut-off", "{}");
        List<String> before = podsOf("cut-off");
        String[] gateway = cluster.kubectl(
                        "get",
                        "pods",
                        "-n",
                        Cluster.NAMESPACE,
                        "-l",
                        "app.kubernetes.io/name=hearth-gateway",
                        "-o",
                        "jsonpath={.items[0].metadata.name} {.items[0].status.podIP}")
                .split(" ");
        try {
            Duration gap = Gap.around("gateway vanished", lambda, "cut-off", () -> {
                cluster.silence(gateway[1]);
                cluster.kubectl("delete", "pod", gateway[0], "-n", Cluster.NAMESPACE, "--grace-period=0", "--force");
                cluster.kubectl("rollout", "status", "deployment/hearth-gateway", "-n", Cluster.NAMESPACE);
            });

            assertThat(gap).isLessThan(GAP);
            assertThat(podsOf("cut-off")).containsAll(before);
        } finally {
            cluster.endSilence();
            lambda = account.caller(); // requests on connections to the one that vanished would hang
        }
    }

    @Test
    void servesWhileTheOperatorIsDead() throws Exception {
        account.function("cold", "echo");
        account.function("running", "echo");

        try (Callers callers = Callers.start(CALLERS, Integer.MAX_VALUE, lambda, "running", "{}")) {
            await().until(() -> callers.answered() > 100);
            cluster.kubectl("scale", "deployment/hearth-operator", "-n", Cluster.NAMESPACE, "--replicas=0");
            await().until(() -> Cluster.processes("/opt/hearth/operator").isEmpty());
            try {
                assertThat(lambda.invoke("cold", "{}").isResult()).isTrue();
            } finally {
                cluster.kubectl("scale", "deployment/hearth-operator", "-n", Cluster.NAMESPACE, "--replicas=2");
            }
            callers.stop();
            assertThat(callers.failures()).isEmpty();
        }
        account.function("afterwards", "echo");
    }

    @Test
    void goesOnReconcilingWhenTheLeadingOperatorIsKilled() throws Exception {
        cluster.kill(Cluster.processes("/opt/hearth/operator"));

        account.function("next", "echo");

        assertThat(lambda.invoke("next", "{}").isResult()).isTrue();
    }

    @Test
    void replacesEnvironmentsWhoseShimsAreKilled() throws Exception {
        account.function("shimless", "echo");
        lambda.invoke("shimless", "{}");

        cluster.kill(Cluster.shimsOf(Cluster.environments("shimless")));

        await().until(() -> lambda.isAnswered("shimless"));
        try (Callers callers = Callers.start(CALLERS, 500, lambda, "shimless", "{}")) {
            callers.finish();
            assertThat(callers.failures()).isEmpty();
        }
    }

    @Test
    void servesWhatIsWarmWhileTheApiServerIsAway() throws Exception {
        account.function("steady", "sleep");
        try (Callers callers = Callers.start(CALLERS, Integer.MAX_VALUE, lambda, "steady", "{\"ms\":20}")) {
            await().until(() -> callers.answered() > 200);
            cluster.stopProcess("apiserver");
            try {
                int before = callers.answered();
                await().atMost(OUTAGE.plusSeconds(10))
                        .during(OUTAGE)
                        .until(() -> callers.failures().isEmpty());
                assertThat(callers.answered()).isGreaterThan(before + 1_000);
            } finally {
                cluster.startProcess("apiserver");
            }
            await().until(() ->
                    cluster.tryKubectl("", "get", "--raw", "/readyz").status() == 0);
            callers.stop();
            assertThat(callers.failures()).isEmpty();
        }
        account.function("after-outage", "echo");
        // Kubernetes' own controllers try again up to a minute later
        await().atMost(Duration.ofMinutes(2)).until(() -> lambda.isAnswered("after-outage"));
    }
}
