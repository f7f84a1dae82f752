package dev.hearth.e2e.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.hearth.e2e.Lambda;
import dev.hearth.e2e.Lambda.Answer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.ResourceLock;

/** Versions that never change, and aliases that one can trust. */
@SharesCluster
@ResourceLock(SharesCluster.ONE)
class VersionsE2E {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String TELL = "example.faults.Surroundings::tell";
    private static final String VERSION = "example.faults.Surroundings::version";

    private static Cluster cluster;
    private static Account account;
    private static Lambda lambda;

    @TempDir
    private Path folder;

    @BeforeAll
    static void open(Cluster given) {
        cluster = given;
        account = Account.open(cluster, "versions");
        lambda = account.caller();
    }

    @AfterAll
    static void close() {
        account.close();
    }

    @Test
    void publishesEveryChangeOnceAndKeepsConfigurationAndCode() throws Exception {
        publish("kept", "1", "first");
        awaitVersion("kept-1");
        publish("kept", "2", "second");
        awaitVersion("kept-2");
        publish("kept", "2", "second");
        cluster.kubectl("annotate", "fn", "kept", "-n", "versions", "touched=yes");

        assertThat(told("kept:1")).containsExactly("first", "1", arn("kept") + ":1");
        assertThat(told("kept:2")).containsExactly("second", "2", arn("kept") + ":2");
        assertThat(told("kept")).containsExactly("second", "$LATEST", arn("kept"));
        assertThat(told("kept:$LATEST")).containsExactly("second", "$LATEST", arn("kept") + ":$LATEST");
        assertThat(account.list("fnver"))
                .extracting(each -> each.at("/metadata/name").asText())
                .filteredOn(name -> name.startsWith("kept-"))
                .containsExactly("kept-1", "kept-2");
        assertThat(cluster.tryKubectl(
                                "",
                                "patch",
                                "fnver",
                                "kept-1",
                                "-n",
                                "versions",
                                "--type=merge",
                                "-p",
                                "{\"spec\":{\"timeout\":9}}")
                        .output())
                .contains("a published version cannot be changed; publish another");
        Answer missing = lambda.invoke("kept:3", "{}");
        assertThat(missing.status()).isEqualTo(404);
        assertThat(missing.body()).contains("Function not found: " + arn("kept") + ":3");
    }

    @Test
    void goesBackToAVersionWithAllOfIt() throws Exception {
        code("rolled", "1");
        awaitVersion("rolled-1");
        code("rolled", "2");
        awaitVersion("rolled-2");
        alias("rolled", "functionVersion: \"2\"");
        assertThat(lambda.invoke("rolled:live", "{}").body()).isEqualTo("\"2\"");

        alias("rolled", "functionVersion: \"1\"");

        assertThat(lambda.invoke("rolled:live", "{}").body()).isEqualTo("\"1\"");
        assertThat(lambda.invoke("rolled", "{}").body()).isEqualTo("\"2\"");
        alias("rolled", "latestPublished: true");
        assertThat(lambda.invoke("rolled:live", "{}").body()).isEqualTo("\"2\"");
    }

    @Test
    void movesAnAliasUnderLoadWithoutAFailureAndNeverBack() throws Exception {
        code("moved", "1");
        awaitVersion("moved-1");
        code("moved", "2");
        awaitVersion("moved-2");
        alias("moved", "functionVersion: \"1\"");
        AtomicInteger ready = new AtomicInteger(1);

        try (Callers callers = Callers.start(
                4, Integer.MAX_VALUE, lambda, "moved:live", "{}", ready::get, VersionsE2E::isNoOlderThan)) {
            await().until(() -> callers.answered() > 20);
            alias("moved", "functionVersion: \"2\"");
            ready.set(2);
            int before = callers.answered();
            await().until(() -> callers.answered() > before + 20);
            callers.stop();

            assertThat(callers.failures()).isEmpty();
        }
    }

    private static boolean isNoOlderThan(int ready, Answer answer) {
        return answer.isResult() && Integer.parseInt(answer.body().replace("\"", "")) >= ready;
    }

    @Test
    void saysWhatAnAliasLacks() {
        publish("lacking", "1", "x");
        awaitVersion("lacking-1");

        cluster.apply(manifest("nowhere", "nothing", "functionVersion: \"1\""));
        cluster.apply(manifest("too-new", "lacking", "functionVersion: \"7\""));

        await().untilAsserted(() -> {
            assertThat(ready("nowhere")).contains("FunctionNotFound", "'nothing'");
            assertThat(ready("too-new")).contains("VersionNotFound", "has no version 7; there are 1");
        });
    }

    @Test
    void givesNoNumberTwice() throws Exception {
        publish("counted", "1", "a");
        awaitVersion("counted-1");
        cluster.kubectl("delete", "fn", "counted", "-n", "versions");
        await().until(() -> account.list("fnver").stream()
                .noneMatch(each -> each.at("/metadata/name").asText().startsWith("counted-")));

        publish("counted", "1", "a");

        awaitVersion("counted-2");
    }

    @Test
    void publishesOnceForEachValueOfTheAnnotation() throws Exception {
        cluster.apply(account.manifest("once", TELL, "environment: {variables: {NOTE: a}}"));
        account.awaitReady("once");
        account.kubectl("annotate", "fn", "once", "lambda.hearth.dev/publish=first");
        awaitVersion("once-1");

        cluster.apply(account.manifest("once", TELL, "environment: {variables: {NOTE: b}}"));
        account.awaitReady("once");
        assertThat(told("once").getFirst()).isEqualTo("b");
        assertThat(lambda.invoke("once:2", "{}").status()).isEqualTo(404);
        account.kubectl("annotate", "fn", "once", "--overwrite", "lambda.hearth.dev/publish=second");
        awaitVersion("once-2");

        assertThat(told("once:1").getFirst()).isEqualTo("a");
        assertThat(told("once:2").getFirst()).isEqualTo("b");
        await().until(() -> account.get("once").at("/status/published").asText().equals("second"));
    }

    @Test
    void keepsOnlyTheVersionsThatTheRetentionNamesAndThoseInUse() throws Exception {
        for (int number = 1; number <= 4; number++) {
            publish("many", Integer.toString(number), "n" + number);
            awaitVersion("many-" + number);
        }
        alias("many", "functionVersion: \"1\"");
        assertThat(lambda.invoke("many:2", "{}").isResult()).isTrue();

        cluster.apply(account.manifest(
                "many",
                TELL,
                "publish: true",
                "description: \"4\"",
                "environment: {variables: {NOTE: n4}}",
                "scaling: {keepAlive: 3s}",
                "versionRetention: {newest: 1}"));

        await().until(() -> names("many").equals(List.of("many-1", "many-2", "many-4")));
        assertThat(lambda.invoke("many:3", "{}").status()).isEqualTo(404);
        assertThat(told("many:live").getFirst()).isEqualTo("n1");
        await().atMost(Duration.ofMinutes(3)).until(() -> names("many").equals(List.of("many-1", "many-4")));
    }

    private static List<String> names(String function) {
        return account.list("fnver").stream()
                .map(each -> each.at("/metadata/name").asText())
                .filter(name -> name.startsWith(function + "-"))
                .toList();
    }

    @Test
    void anImageThatAFunctionKeepsIsItsVersionsToo() {
        String installed = cluster.kubectl(
                "get",
                "deployment",
                "hearth-operator",
                "-n",
                Cluster.NAMESPACE,
                "-o",
                "jsonpath={.spec.template.spec.containers[0].env[?(@.name==\"HEARTH_RUNTIME_IMAGE\")].value}");

        cluster.apply(account.manifest(
                "pinned", TELL, "publish: true", "runtimeManagement: {updateRuntimeOn: FunctionUpdate}"));
        awaitVersion("pinned-1");
        cluster.apply(account.manifest(
                "pinned",
                TELL,
                "publish: true",
                "runtimeManagement: {updateRuntimeOn: Manual, runtimeImage: \"registry.example.com/runtime:7\"}"));
        awaitVersion("pinned-2");

        assertThat(account.get("fnver", "pinned-1").at("/spec/runtimeImage").asText())
                .isEqualTo(installed);
        assertThat(account.get("fnver", "pinned-2").at("/spec/runtimeImage").asText())
                .isEqualTo("registry.example.com/runtime:7");
        assertThat(account.list("deployments", "-l", "lambda.hearth.dev/function=pinned,lambda.hearth.dev/version=2"))
                .extracting(each ->
                        each.at("/spec/template/spec/containers/0/image").asText())
                .containsExactly("registry.example.com/runtime:7");
        assertThat(account.get("fnver", "pinned-1")
                        .at("/status/revision/runtimeImage")
                        .asText())
                .isEqualTo(installed);
    }

    private static String ready(String alias) {
        return Account.condition(account.get("fnalias", alias), "Ready")
                .map(JsonNode::toString)
                .orElse("");
    }

    private static void publish(String name, String number, String note) {
        cluster.apply(account.manifest(
                name,
                TELL,
                "publish: true",
                "description: \"" + number + "\"",
                "environment: {variables: {NOTE: " + note + "}}"));
        account.awaitReady(name);
    }

    /** The function's ConfigMap gets other code: it is the same one for all versions. */
    private void code(String name, String version) throws Exception {
        account.code(name + "-code", Jars.withEntry(folder, "version.txt", version));
        cluster.apply(
                account.manifest(name, VERSION, "publish: true").replace("name: code}", "name: " + name + "-code}"));
        account.awaitReady(name);
    }

    private static void awaitVersion(String resource) {
        await().ignoreExceptions().until(() -> Account.isReady(account.get("fnver", resource)));
    }

    private static void alias(String function, String target) {
        cluster.apply(manifest(function + "-live", function, "name: live", target));
        await().until(() -> Account.isReady(account.get("fnalias", function + "-live")));
    }

    private static String manifest(String name, String function, String... more) {
        return """
                apiVersion: lambda.hearth.dev/v1alpha1
                kind: Alias
                metadata: {name: %s, namespace: versions}
                spec:
                  functionName: %s
                """.formatted(name, function)
                + String.join(
                        "",
                        List.of(more).stream().map(line -> "  " + line + "\n").toList());
    }

    /** Its variable NOTE, version and ARN. */
    private static List<String> told(String function) throws Exception {
        JsonNode told = JSON.readTree(lambda.invoke(function, "{}").body());
        return List.of(
                told.path("NOTE").asText(),
                told.path("functionVersion").asText(),
                told.path("invokedFunctionArn").asText());
    }

    private static String arn(String function) {
        return account.get("fn", function).at("/status/revision/functionArn").asText();
    }
}
