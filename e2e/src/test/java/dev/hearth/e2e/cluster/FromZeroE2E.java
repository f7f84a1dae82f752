package dev.hearth.e2e.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.hearth.e2e.Lambda;
import dev.hearth.e2e.Lambda.Answer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Functions start with the first invocation, as many as are needed, and cost nothing when nobody asks. */
@OnCluster
class FromZeroE2E {
    private static final int MANY = 50;
    private static final int CAP = 20;
    private static final int CALLERS = 200;
    private static final int INVOCATIONS = 20_000;

    private static Cluster cluster;
    private static Account account;
    private static Lambda lambda;

    @BeforeAll
    static void open(Cluster given) {
        cluster = given;
        account = Account.open(cluster, "from-zero");
        lambda = account.caller();
    }

    @AfterAll
    static void close() {
        account.close();
    }

    @Test
    void fromZeroToAnAnswerAndBackToZero() throws Exception {
        account.function("echo", "echo");
        assertThat(account.pods("echo")).isZero();

        Answer answer = lambda.invoke("echo", "{\"name\":\"Ada\"}");

        assertThat(answer.status()).as(answer.body()).isEqualTo(200);
        assertThat(answer.body()).contains("\"Ada\"", ":function:echo\"");
        assertThat(account.pods("echo")).isOne();
        await().atMost(Duration.ofMinutes(2)).until(() -> account.pods("echo") == 0);
    }

    @Test
    void invokesNothingForThoseWhoMayNot() throws Exception {
        account.function("closed", "echo");
        account.kubectl("create", "serviceaccount", "stranger");

        assertThat(cluster.lambda(Optional.empty()).invoke("closed", "{}").status())
                .isEqualTo(403);
        assertThat(cluster.lambda(Optional.of(account.token("stranger")))
                        .invoke("closed", "{}")
                        .status())
                .isEqualTo(403);
        assertThat(account.pods("closed")).isZero();
    }

    @Test
    void fiftyFunctionsAtOnce() throws Exception {
        StringBuilder manifests = new StringBuilder();
        for (int i = 0; i < MANY; i++) {
            manifests
                    .append(account.manifest("f" + i, "example.faults.Faults::echo", "timeout: 30"))
                    .append("---\n");
        }
        cluster.apply(manifests.toString());
        for (int i = 0; i < MANY; i++) {
            account.awaitReady("f" + i);
        }

        List<CompletableFuture<Answer>> answers = new ArrayList<>();
        for (int i = 0; i < MANY; i++) {
            answers.add(lambda.invokeLater("f" + i, "{}"));
        }

        for (int i = 0; i < MANY; i++) {
            Answer answer = answers.get(i).get();
            assertThat(answer.status()).as("f" + i + ": " + answer).isEqualTo(200);
            assertThat(answer.body()).contains(":function:f" + i + "\"");
        }
    }

    @Test
    void keepsItsMinimumWarmAndNeverExceedsItsMaximum() throws Exception {
        account.function("bounded", "sleep", "timeout: 10", "scaling: {minimum: 1, maximum: 2, keepAlive: 5s}");
        await().until(() -> account.pods("bounded") == 1);

        List<CompletableFuture<Answer>> answers = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            answers.add(lambda.invokeLater("bounded", "{\"ms\":2000}"));
        }
        await().until(() -> account.pods("bounded") == 2);
        while (!answers.stream().allMatch(CompletableFuture::isDone)) {
            assertThat(account.pods("bounded")).isLessThanOrEqualTo(2);
        }

        assertThat(answers).allMatch(answer -> answer.join().isResult());
        await().atMost(Duration.ofSeconds(25)).until(() -> account.pods("bounded") == 1);
        await().during(Duration.ofSeconds(10)).atMost(Duration.ofSeconds(20)).until(() -> account.pods("bounded") == 1);
    }

    @Test
    void scalesUpToTheCapAndDownAgainWithoutAFailure() throws Exception {
        account.function("capped", "sleep", "timeout: 30", "reservedConcurrentExecutions: " + CAP);

        try (Callers callers = Callers.start(CALLERS, INVOCATIONS, lambda, "capped", "{\"ms\":5}")) {
            await().until(() -> account.pods("capped") == CAP);
            callers.finish();

            assertThat(callers.failures()).isEmpty();
            assertThat(callers.answered()).isEqualTo(INVOCATIONS);
            assertThat(callers.throttled()).isPositive();
        }
        assertThat(account.pods("capped")).isEqualTo(CAP);
        await().atMost(Duration.ofMinutes(2)).until(() -> account.pods("capped") == 0);
    }
}
