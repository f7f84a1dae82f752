package dev.hearth.e2e.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.hearth.e2e.Lambda;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.ResourceLock;

/** What a ResourceQuota or LimitRange of its namespace takes from a function is said in its status, in the API server's words. */
@SharesCluster
@ResourceLock(SharesCluster.TWO)
class QuotaE2E {
    /** Kubernetes tries again later and later. */
    private static final Duration UNTIL_TRIED_AGAIN = Duration.ofMinutes(2);

    private static Cluster cluster;
    private static Account account;
    private static Lambda lambda;

    @BeforeAll
    static void open(Cluster given) {
        cluster = given;
        account = Account.open(cluster, "quota");
        lambda = account.caller();
    }

    @AfterAll
    static void close() {
        account.close();
    }

    @Test
    void aQuotaThatForbidsTheDeploymentIsNamedUntilItIsRaised() {
        quota("few-deployments", "count/deployments.apps", "0");
        cluster.apply(account.manifest("refused", "example.faults.Faults::echo"));

        awaitCondition("refused", "Ready", "Forbidden", "few-deployments", "raise the quota");
        account.kubectl("delete", "resourcequota", "few-deployments");

        account.awaitReady("refused");
    }

    @Test
    void aQuotaThatForbidsThePodsIsNamedUntilItIsRaised() throws Exception {
        account.function("podless", "echo");
        quota("no-pods", "pods", "0");
        CompletableFuture<Lambda.Answer> waiting = lambda.invokeLater("podless", "{}");

        awaitCondition("podless", "CapacityUnavailable", "EnvironmentsRefused", "no-pods", "raise the quota");
        Lambda.Answer answer = waiting.get();
        account.kubectl("delete", "resourcequota", "no-pods");

        assertThat(answer.status()).isGreaterThanOrEqualTo(500);
        awaitServed("podless");
    }

    @Test
    void aLimitRangeThatForbidsThePodsIsNamedUntilItIsGone() throws Exception {
        account.function("limited", "echo");
        account.apply("""
                apiVersion: v1
                kind: LimitRange
                metadata: {name: small}
                spec: {limits: [{type: Container, max: {memory: 32Mi}}]}
                """);
        CompletableFuture<Lambda.Answer> waiting = lambda.invokeLater("limited", "{}");

        awaitCondition("limited", "CapacityUnavailable", "EnvironmentsRefused", "maximum memory usage", "32Mi");
        Lambda.Answer answer = waiting.get();
        account.kubectl("delete", "limitrange", "small");

        assertThat(answer.status()).isGreaterThanOrEqualTo(500);
        awaitServed("limited");
    }

    /** In force once its status says so. */
    private static void quota(String name, String what, String limit) {
        account.kubectl("create", "quota", name, "--hard=" + what + "=" + limit);
        await().until(() -> account.get("resourcequota", name)
                .at("/status/hard")
                .path(what)
                .asText()
                .equals(limit));
    }

    private static void awaitCondition(String function, String type, String reason, String... says) {
        await().untilAsserted(() -> {
            JsonNode found = account.get(function);
            JsonNode condition = Account.condition(found, type).orElse(found.path("status"));
            assertThat(condition.path("reason").asText())
                    .as(condition.toPrettyString())
                    .isEqualTo(reason);
            assertThat(condition.get("message").asText()).contains(says);
        });
    }

    private static void awaitServed(String function) {
        await().atMost(UNTIL_TRIED_AGAIN).until(() -> lambda.isAnswered(function));
        await().until(() ->
                Account.condition(account.get(function), "CapacityUnavailable").isEmpty());
    }
}
