package dev.hearth.e2e.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.hearth.e2e.Lambda;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.ResourceLock;

/** A function that cannot be served says why, and what to do; what served before goes on. */
@SharesCluster
@ResourceLock(SharesCluster.TWO)
class ConditionsE2E {
    private static final String CAPACITY = "CapacityUnavailable";
    private static final String ECHO = "example.faults.Faults::echo";

    private static Cluster cluster;
    private static Account account;
    private static Lambda lambda;

    @BeforeAll
    static void open(Cluster given) {
        cluster = given;
        account = Account.open(cluster, "conditions");
        lambda = account.caller();
    }

    @AfterAll
    static void close() {
        account.close();
    }

    @Test
    void missingConfigMap() {
        cluster.apply(account.manifest("no-configmap", ECHO).replace("{name: code}", "{name: missing}"));

        awaitStalled("no-configmap", "CodeNotFound", "missing");
        account.code("missing", Jars.FUNCTIONS);
        account.awaitReady("no-configmap");
    }

    @Test
    void missingJarInAConfigMap() {
        cluster.apply(account.manifest("no-key", ECHO).replace("{name: code}", "{name: code, key: other.jar}"));

        awaitStalled("no-key", "CodeNotFound", "other.jar", "functions.jar");
    }

    @Test
    void missingJarOnAServer() {
        try (CodeServer server = CodeServer.start()) {
            String url = server.publish(Jars.FUNCTIONS).toString().replace("functions.jar", "nothing.jar");
            cluster.apply(account.manifest("no-jar", ECHO)
                    .replace("{configMap: {name: code}}", "{http: {url: \"" + url + "\"}}"));

            awaitStalled("no-jar", "CodeNotFound", url, "404");
        }
    }

    @Test
    void wrongDigest() {
        String digest = "0".repeat(64);
        cluster.apply(account.manifest("wrong-digest", ECHO)
                .replace("{configMap: {name: code}}", "{configMap: {name: code}, sha256: \"" + digest + "\"}"));

        awaitStalled("wrong-digest", "CodeDigestMismatch", digest, "spec.code.sha256");
    }

    @Test
    void noPackageAtAll() {
        cluster.apply("""
                apiVersion: v1
                kind: ConfigMap
                metadata: {name: rubbish, namespace: conditions}
                binaryData: {functions.jar: cnViYmlzaA==}
                """);
        cluster.apply(account.manifest("rubbish", ECHO).replace("{name: code}", "{name: rubbish}"));

        awaitStalled("rubbish", "CodeInvalid", "zip");
    }

    @Test
    void missingHandlerWhileTheOldOneServes() throws Exception {
        account.function("moved", "echo");

        cluster.apply(account.manifest("moved", "example.Nowhere::handle"));

        awaitStalled("moved", "HandlerNotFound", "example.Nowhere", "spec.handler", "generation 1 goes on serving");
        assertThat(lambda.invoke("moved", "{}").isResult()).isTrue();
        cluster.apply(account.manifest("moved", ECHO));
        account.awaitReady("moved");
    }

    @Test
    void forbiddenAndMissingServiceAccount() {
        cluster.apply(account.manifest("as-nobody", ECHO, "role: nobody"));

        awaitStalled("as-nobody", "ServiceAccountNotFound", "nobody", "kubectl create serviceaccount nobody");
        account.kubectl("create", "serviceaccount", "nobody");
        awaitStalled("as-nobody", "ServiceAccountForbidden", "kubectl label serviceaccount nobody");
        account.kubectl("label", "serviceaccount", "nobody", "lambda.hearth.dev/assume-role=allowed");
        account.awaitReady("as-nobody");
    }

    @Test
    void codeOnSomebodysMachine() {
        cluster.apply(account.manifest("local", ECHO).replace("{configMap: {name: code}}", "{file: target/f.jar}"));

        awaitStalled("local", "CodeNotInCluster", "spec.code.configMap");
    }

    @Test
    void theSameNameTwice() {
        account.function("first", "echo");
        cluster.apply(account.manifest("second", ECHO, "functionName: first"));

        awaitStalled("second", "NameConflict", "'first'", "functionName");
        account.kubectl("delete", "function", "first");
        account.awaitReady("second");
    }

    @Test
    void addressesThatCodeIsNeverReadFrom() {
        for (String url :
                new String[] {"http://169.254.169.254/latest/f.jar", "https://kubernetes.default.svc/f.jar"}) {
            cluster.apply(account.manifest("guarded", ECHO)
                    .replace("{configMap: {name: code}}", "{http: {url: \"" + url + "\"}}"));

            awaitStalled("guarded", "CodeSourceRefused", "never read from");
        }
    }

    @Test
    void environmentsThatDoNotStart() {
        account.function(
                "no-secret",
                "echo",
                "environment: {variablesFrom: {PASSWORD: {secretKeyRef: {name: db, key: password}}}}");
        account.function("too-large", "echo", "scheduling: {nodeSelector: {disk: golden}}");
        var waiting = List.of(lambda.invokeLater("no-secret", "{}"), lambda.invokeLater("too-large", "{}"));

        awaitCondition("no-secret", "EnvironmentsMissing", "secret \"db\" not found", "spec.environment.variablesFrom");
        awaitCondition("too-large", "Unschedulable", "affinity/selector", "spec.scheduling");
        waiting.forEach(each -> assertThat(each.join().status()).isGreaterThanOrEqualTo(500));
        account.kubectl("create", "secret", "generic", "db", "--from-literal=password=x");
        await().atMost(Duration.ofMinutes(2))
                .until(() -> lambda.invoke("no-secret", "{}").isResult());
        await().until(() ->
                Account.condition(account.get("no-secret"), CAPACITY).isEmpty());
    }

    private static void awaitCondition(String function, String reason, String... says) {
        await().untilAsserted(() -> {
            Optional<JsonNode> shortage = Account.condition(account.get(function), CAPACITY);
            assertThat(shortage).isPresent();
            assertThat(shortage.get().get("reason").asText()).isEqualTo(reason);
            assertThat(shortage.get().get("message").asText()).contains(says);
        });
    }

    /** Events and columns say it as well. */
    private static void awaitStalled(String function, String reason, String... says) {
        await().untilAsserted(() -> {
            JsonNode found = account.get(function);
            Optional<JsonNode> ready = Account.condition(found, "Ready");
            assertThat(ready).as(found.toPrettyString()).isPresent();
            assertThat(ready.get().get("status").asText()).isEqualTo("False");
            assertThat(ready.get().get("reason").asText())
                    .as(found.at("/status").toString())
                    .isEqualTo(reason);
            assertThat(ready.get().get("message").asText()).contains(says);
            assertThat(ready.get().get("observedGeneration")).isEqualTo(found.at("/metadata/generation"));
            assertThat(Account.condition(found, "Stalled")).isPresent();
        });
        assertThat(account.kubectl("get", "fn", function)).contains("False", reason);
        await().untilAsserted(() ->
                assertThat(account.kubectl("describe", "fn", function)).containsPattern("Warning +" + reason));
    }
}
