package dev.hearth.e2e.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.hearth.e2e.Lambda;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.ResourceLock;

/** What the dashboard and the alerts ask for is there, in a Prometheus that scrapes a cluster where functions run. */
@SharesCluster
@ResourceLock(SharesCluster.TWO)
class MonitoringE2E {
    private static final Path CHART = Cluster.root().resolve("helm/hearth");

    @TempDir
    private static Path data;

    private static Cluster cluster;
    private static Account account;
    private static Lambda lambda;
    private static Prometheus prometheus;
    private static Thread traffic = new Thread();

    @TempDir
    private Path folder;

    @BeforeAll
    static void scrape(Cluster given) throws Exception {
        Assumptions.assumeTrue(Cluster.isOwn(), "Pods of another's cluster are not reached from here");
        cluster = given;
        account = Account.open(cluster, "monitoring");
        lambda = account.caller();
        account.function("works", "sleep");
        account.function("fails", "fail");
        account.function(
                "blocked",
                "echo",
                "reservedConcurrentExecutions: 0",
                "eventInvokeConfig: {destinationConfig: {onFailure: {destination: \"function:works\"}}}");
        prometheus = Prometheus.start(cluster, data);
        for (String function : List.of("works", "fails", "blocked")) {
            lambda.invoke(function, "{\"ms\":0}");
        }
        awaitData("lambda_cold_start_phase_seconds_count{function=\"works\"}");
        traffic = Thread.ofVirtual().start(MonitoringE2E::invoke);
    }

    /** Two at a time, the first ones for so long that one of them waits for a second cold start. */
    private static void invoke() {
        try {
            long millis = 5_000;
            while (!Thread.currentThread().isInterrupted()) {
                var other = lambda.invokeLater("works", "{\"ms\":" + millis + "}");
                lambda.invoke("works", "{\"ms\":" + millis + "}");
                lambda.invoke("fails", "{}");
                lambda.invoke("blocked", "{}");
                lambda.event("blocked", "{}");
                lambda.event("fails", "{}");
                other.join();
                millis = 300;
            }
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @AfterAll
    static void close() {
        traffic.interrupt();
        if (prometheus != null) {
            prometheus.close();
            account.close();
        }
    }

    private static void awaitData(String expression) {
        await().untilAsserted(() ->
                assertThat(prometheus.query(expression)).as(expression).anyMatch(value -> !value.isNaN()));
    }

    @Test
    void everyQueryOfTheDashboardHasData() throws Exception {
        JsonNode dashboard = new ObjectMapper()
                .readTree(CHART.resolve("files/monitoring/dashboard.json").toFile());
        List<String> queries = new ArrayList<>();
        dashboard
                .get("panels")
                .forEach(panel -> panel.get("targets")
                        .forEach(target -> queries.add(target.get("expr").asText())));

        assertThat(queries).hasSizeGreaterThan(20);
        for (String query : queries) {
            awaitData(query.replace("$namespace", "monitoring")
                    .replace("$function", ".*")
                    .replace("$__rate_interval", "5m"));
        }
    }

    @Test
    void everyRecordedFigureHasData() throws Exception {
        List<String> figures = Pattern.compile("record: (\\S+)")
                .matcher(Files.readString(CHART.resolve("files/monitoring/rules.yaml")))
                .results()
                .map(each -> each.group(1))
                .toList();

        assertThat(figures).hasSizeGreaterThan(5);
        figures.forEach(MonitoringE2E::awaitData);
        awaitData("up{job=\"hearth-gateway\"} == 1");
        awaitData("up{job=\"hearth-operator\"} == 1");
        awaitData("up{job=\"hearth-environment\"} == 1");
    }

    @Test
    void alertsAreDrawnWhenTheyShould() throws Exception {
        Shell.Result tested = Prometheus.testRules(cluster, folder);

        assertThat(tested.status()).as(tested.output()).isZero();
        assertThat(tested.output()).contains("SUCCESS");
    }

    @Test
    void monitorsSelectWhatIsScraped() {
        cluster.kubectl(
                "apply",
                "--server-side",
                "-f",
                Prometheus.programs(cluster).resolve("crds").toString());
        String rendered = cluster.shell()
                .run(
                        cluster.tool("helm"),
                        "template",
                        "hearth",
                        CHART.toString(),
                        "-n",
                        Cluster.NAMESPACE,
                        "--kube-version",
                        "1.36.0",
                        "--show-only",
                        "templates/monitoring.yaml",
                        "--set",
                        "monitoring.podMonitor=true,monitoring.prometheusRule=true,monitoring.dashboard=true",
                        "--set",
                        "monitoring.labels.release=kube-prometheus");

        cluster.apply(rendered, "--dry-run=server");

        for (String selected :
                List.of("hearth-gateway metrics", "hearth-operator http", "hearth-environment metrics")) {
            String[] words = selected.split(" ");
            assertThat(rendered).contains("app.kubernetes.io/name: " + words[0], "port: " + words[1]);
        }
        assertThat(rendered).contains("release: kube-prometheus", "grafana_dashboard: \"1\"");
    }
}
