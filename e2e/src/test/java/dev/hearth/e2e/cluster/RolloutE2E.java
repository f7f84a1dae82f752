package dev.hearth.e2e.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.hearth.e2e.Lambda;
import dev.hearth.e2e.Lambda.Answer;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Functions change while they are called: no invocation fails, and what is ready is what answers. */
@OnCluster
class RolloutE2E {
    private static final int ROLLS = 20;
    private static final int CALLERS = 4;

    private static Cluster cluster;
    private static Account account;
    private static Lambda lambda;

    @TempDir
    private Path folder;

    @BeforeAll
    static void open(Cluster given) {
        cluster = given;
        account = Account.open(cluster, "rollout");
        lambda = account.caller();
    }

    @AfterAll
    static void close() {
        account.close();
    }

    @Test
    void rollsCodeUnderLoadWithoutAFailureAndNeverBack() throws Exception {
        AtomicInteger ready = new AtomicInteger();
        roll(0);

        try (Callers callers = Callers.start(
                CALLERS, Integer.MAX_VALUE, lambda, "rolled", "{}", ready::get, RolloutE2E::isNoOlderThan)) {
            for (int version = 1; version <= ROLLS; version++) {
                roll(version);
                ready.set(version);
                int before = callers.answered();
                await().until(() -> callers.answered() >= before + 2 * CALLERS);
            }
            callers.stop();

            assertThat(callers.failures()).isEmpty();
            assertThat(callers.answered()).isGreaterThan(ROLLS * CALLERS);
        }
        await().untilAsserted(() -> assertThat(account.list("deployments", "-l", "lambda.hearth.dev/function=rolled"))
                .hasSize(1));
    }

    private static boolean isNoOlderThan(int ready, Answer answer) {
        return answer.isResult() && Integer.parseInt(answer.body().replace("\"", "")) >= ready;
    }

    /** A new jar in a new ConfigMap; returns when the function says it is ready with it. */
    private void roll(int version) throws IOException {
        account.code("code-" + version, Jars.withEntry(folder, "version.txt", Integer.toString(version)));
        cluster.apply(account.manifest("rolled", "example.faults.Surroundings::version")
                .replace("name: code}", "name: code-" + version + "}"));
        account.awaitReady("rolled");
    }

    @Test
    void takesUpAChangedConfigMap() throws Exception {
        account.code("changing", Jars.withEntry(folder, "version.txt", "1"));
        cluster.apply(account.manifest("changing", "example.faults.Surroundings::version")
                .replace("name: code}", "name: changing}"));
        account.awaitReady("changing");
        assertThat(lambda.invoke("changing", "{}").body()).isEqualTo("\"1\"");

        account.code("changing", Jars.withEntry(folder, "version.txt", "2"));

        await().untilAsserted(
                        () -> assertThat(lambda.invoke("changing", "{}").body()).isEqualTo("\"2\""));
    }

    /** The Deployment of the same revision is made again by the same name, while the first one's pod is still there. */
    @Test
    void servesAWarmFunctionThatIsDeletedAndAppliedAtOnce() throws Exception {
        account.function("remade", "echo");
        for (int round = 0; round < 3; round++) {
            assertThat(lambda.invoke("remade", "{}")).matches(Answer::isResult);

            account.kubectl("delete", "functions.lambda.hearth.dev", "remade");
            account.function("remade", "echo");

            assertThat(lambda.invoke("remade", "{}")).as("round " + round).matches(Answer::isResult);
        }
    }

    @Test
    void servesAWarmFunctionThatIsChangedAndChangedBackWithinASecond() throws Exception {
        account.function("wavering", "echo", "timeout: 30");
        for (int round = 0; round < 3; round++) {
            assertThat(lambda.invoke("wavering", "{}")).matches(Answer::isResult);

            cluster.apply(account.manifest("wavering", "example.faults.Faults::echo", "timeout: 31"));
            account.function("wavering", "echo", "timeout: 30");

            assertThat(lambda.invoke("wavering", "{}")).as("round " + round).matches(Answer::isResult);
        }
    }

    @Test
    void finishesRunningInvocationsOnTheOldRevision() throws Exception {
        account.function("long", "sleep", "timeout: 30");
        lambda.invoke("long", "{\"ms\":0}");
        var running = lambda.invokeLater("long", "{\"ms\":8000}");
        cluster.apply(account.manifest("long", "example.faults.Faults::sleep", "timeout: 31"));
        account.awaitReady("long");

        assertThat(lambda.invoke("long", "{\"ms\":0}").body()).isEqualTo("\"slept\"");
        assertThat(running).isNotDone();
        assertThat(running.get().body()).isEqualTo("\"slept\"");
    }

    @Test
    void leavesNothingWhenAFunctionIsDeletedWhileTheOperatorIsAway() throws Exception {
        account.function("doomed", "echo");
        lambda.invoke("doomed", "{}");
        cluster.kubectl("scale", "deployment/hearth-operator", "-n", Cluster.NAMESPACE, "--replicas=0");
        try {
            account.kubectl("delete", "function", "doomed");

            await().untilAsserted(() -> {
                String left = "lambda.hearth.dev/function=doomed";
                assertThat(account.list("deployments", "-l", left)).isEmpty();
                assertThat(account.list("networkpolicies", "-l", left)).isEmpty();
                assertThat(account.list("pods", "-l", left)).isEmpty();
            });
            assertThat(lambda.invoke("doomed", "{}").status()).isEqualTo(404);
        } finally {
            cluster.kubectl("scale", "deployment/hearth-operator", "-n", Cluster.NAMESPACE, "--replicas=2");
            cluster.kubectl("rollout", "status", "deployment/hearth-operator", "-n", Cluster.NAMESPACE);
        }
    }
}
