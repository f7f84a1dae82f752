package dev.hearth.e2e.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Argo CD, by the chart's health script, and Flux, by kstatus, see what a Function's state is. */
@OnCluster
class GitOpsE2E {
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final Path SCRIPT = Cluster.root().resolve("helm/hearth/files/argocd/function-health.lua");

    @TempDir
    private static Path folder;

    private static Cluster cluster;
    private static Account account;

    @BeforeAll
    static void open(Cluster given) {
        cluster = given;
        account = Account.open(cluster, "gitops");
        new Shell(Cluster.root().resolve("e2e/gitops"), Map.of("GOFLAGS", "-buildvcs=false"))
                .run("go", "build", "-o", folder.resolve("gitops").toString(), ".");
    }

    @AfterAll
    static void close() {
        account.close();
    }

    @Test
    void aFunctionThatServesIsHealthy() {
        account.function("serves", "echo");

        assertThat(judged("serves")).isEqualTo("argocd Healthy, kstatus Current");
    }

    @Test
    void aFunctionThatOnlyAChangeCanHelpIsDegraded() {
        cluster.apply(account.manifest("broken", "example.Nowhere::handle"));

        await().untilAsserted(() -> assertThat(judged("broken")).isEqualTo("argocd Degraded, kstatus Failed"));
    }

    @Test
    void whatTheOperatorHasNotSeenYetIsProgressing() {
        account.function("changed", "echo");
        cluster.kubectl("scale", "deployment/hearth-operator", "-n", Cluster.NAMESPACE, "--replicas=0");
        try {
            await().until(() -> Cluster.processes("/opt/hearth/operator").isEmpty());
            cluster.apply(account.manifest("changed", "example.faults.Faults::echo", "timeout: 7"));

            cluster.apply(account.manifest("unseen", "example.faults.Faults::echo"));

            assertThat(judged("changed")).isEqualTo("argocd Progressing, kstatus InProgress");
            assertThat(judged("unseen")).isEqualTo("argocd Progressing, kstatus InProgress");
        } finally {
            cluster.kubectl("scale", "deployment/hearth-operator", "-n", Cluster.NAMESPACE, "--replicas=2");
        }
        await().untilAsserted(() -> assertThat(judged("changed")).isEqualTo("argocd Healthy, kstatus Current"));
        account.awaitReady("unseen");
    }

    private static String judged(String function) {
        return new Shell(folder, Map.of())
                .run(
                        account.get(function).toString(),
                        PATIENCE,
                        folder.resolve("gitops").toString(),
                        SCRIPT.toString())
                .strip();
    }
}
