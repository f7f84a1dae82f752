package dev.hearth.e2e.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.hearth.e2e.Lambda;
import dev.hearth.e2e.Lambda.Answer;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.ResourceLock;

/** What a function finds around it in its pod. */
@SharesCluster
@ResourceLock(SharesCluster.TWO)
class PodsE2E {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String TELL = "example.faults.Surroundings::tell";

    private static Cluster cluster;
    private static Account account;
    private static Lambda lambda;

    @BeforeAll
    static void open(Cluster given) {
        cluster = given;
        account = Account.open(cluster, "pods");
        lambda = account.caller();
    }

    @AfterAll
    static void close() {
        account.close();
    }

    @Test
    void hasVariablesOfItsManifestOfSecretsAndOfConfigMaps() throws Exception {
        account.kubectl("create", "secret", "generic", "db", "--from-literal=password=s3cret $(HOME)");
        account.kubectl("create", "configmap", "settings", "--from-literal=region=north");
        apply(
                "variables",
                "environment:",
                "  variables: {GREETING: 'hello $(HOME)'}",
                "  variablesFrom:",
                "    PASSWORD: {secretKeyRef: {name: db, key: password}}",
                "    NORTH: {configMapKeyRef: {name: settings, key: region}}",
                "    NOWHERE: {configMapKeyRef: {name: settings, key: missing, optional: true}}");

        JsonNode told = tell("variables");

        assertThat(told.path("GREETING").asText()).isEqualTo("hello $(HOME)");
        assertThat(told.path("PASSWORD").asText()).isEqualTo("s3cret $(HOME)");
        assertThat(told.path("NORTH").asText()).isEqualTo("north");
        assertThat(told.has("NOWHERE")).isFalse();
        assertThat(account.kubectl("get", "deployment,pod,function", "-o", "yaml"))
                .doesNotContain("s3cret");
    }

    @Test
    void runsAsTheServiceAccountOfItsRoleWithMemorySizeAndTimeout() throws Exception {
        account.kubectl("create", "serviceaccount", "worker");
        account.kubectl("label", "serviceaccount", "worker", "lambda.hearth.dev/assume-role=allowed");
        apply("sized", "timeout: 77", "role: arn:aws:iam::123456789012:role/worker");

        JsonNode told = tell("sized");
        JsonNode pod = account.list("pods", "-l", "lambda.hearth.dev/function=sized")
                .getFirst()
                .get("spec");

        assertThat(told.path("memoryLimitInMB").asInt()).isEqualTo(128);
        assertThat(told.path("AWS_LAMBDA_FUNCTION_MEMORY_SIZE").asText()).isEqualTo("128");
        assertThat(pod.get("serviceAccountName").asText()).isEqualTo("worker");
        assertThat(pod.get("automountServiceAccountToken").asBoolean()).isFalse();
        assertThat(pod.get("terminationGracePeriodSeconds").asInt()).isGreaterThan(77);
        assertThat(pod.at("/containers/0/resources/requests/memory").asText()).isEqualTo("128Mi");
    }

    /** Answers are how many files lie in /tmp: one, when a new environment has taken the place of the one that wrote too much. */
    @Test
    void isReplacedWhenItsTmpHoldsMoreThanItsSize() throws Exception {
        account.function("filling", "fillTmp", "timeout: 60", "ephemeralStorage: {size: 512}");
        assertThat(lambda.invoke("filling", "{\"mb\":100}").body()).isEqualTo("1");
        assertThat(lambda.invoke("filling", "{\"mb\":500}").isResult()).isTrue();

        await().atMost(Duration.ofMinutes(3))
                .pollInterval(Duration.ofSeconds(1))
                .until(() -> lambda.invoke("filling", "{\"mb\":0}").body().equals("1"));
    }

    @Test
    void aPolicyThatIsSomebodyElsesIsNotTaken() {
        account.apply("""
                apiVersion: networking.k8s.io/v1
                kind: NetworkPolicy
                metadata: {name: hearth-guarded}
                spec: {podSelector: {matchLabels: {app: mine}}}
                """);
        cluster.apply(account.manifest("guarded", "example.faults.Faults::echo"));

        await().until(() -> Account.isStalled(account.get("guarded")));
        assertThat(Account.condition(account.get("guarded"), "Ready")
                        .orElseThrow()
                        .toString())
                .contains("NetworkPolicyConflict", "hearth-guarded");
        assertThat(account.get("networkpolicy", "hearth-guarded")
                        .at("/spec/podSelector/matchLabels/app")
                        .asText())
                .isEqualTo("mine");
        account.kubectl("delete", "networkpolicy", "hearth-guarded");
        account.awaitReady("guarded");
    }

    private static void apply(String name, String... more) {
        cluster.apply(account.manifest(name, TELL, more));
        account.awaitReady(name);
    }

    private static JsonNode tell(String function) throws Exception {
        Answer answer = lambda.invoke(function, "{}");
        assertThat(answer.isResult()).as(answer.toString()).isTrue();
        return JSON.readTree(answer.body());
    }
}
