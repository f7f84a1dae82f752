package dev.hearth.e2e.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.hearth.e2e.Lambda;
import java.nio.file.Files;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.ResourceLock;

/** A pod gets its own function's assignment and code, and nothing of any other, whatever it says of itself. */
@SharesCluster
@ResourceLock(SharesCluster.ONE)
class IdentityE2E {
    private static final String ATTACH = "POST /environment/v1/attach";
    private static final String OK = "HTTP/1.1 200";

    private static Cluster cluster;
    private static Account account;
    private static EnvironmentPort port;
    private static JsonNode own;
    private static JsonNode victim;

    @BeforeAll
    static void open(Cluster given) throws Exception {
        Assumptions.assumeTrue(Cluster.isOwn(), "Services of another's cluster are not reached from here");
        cluster = given;
        account = Account.open(cluster, "identity");
        port = EnvironmentPort.of(cluster);
        own = environment("intruder", "code");
        account.code("secret-code", Jars.withEntry(Files.createTempDirectory("identity"), "secret", "x"));
        victim = environment("victim", "secret-code");
    }

    private static JsonNode environment(String function, String code) throws Exception {
        cluster.apply(account.manifest(function, "example.faults.Faults::echo")
                .replace("{name: code}", "{name: " + code + "}"));
        account.awaitReady(function);
        Lambda lambda = account.caller();
        assertThat(lambda.invoke(function, "{}")).matches(Lambda.Answer::isResult);
        return account.list("pods", "-l", "lambda.hearth.dev/function=" + function)
                .getFirst();
    }

    @AfterAll
    static void close() {
        if (account != null) {
            account.close();
        }
    }

    @Test
    void aPodGetsItsOwnCode() throws Exception {
        assertThat(port.ask("GET /environment/v1/code/" + digest("intruder"), name(own), token(own)))
                .startsWith(OK)
                .contains("Hearth-Code-Layout: zip");
    }

    @Test
    void aPodCannotPassForAnother() throws Exception {
        assertThat(port.ask(ATTACH, name(victim), token(own))).doesNotStartWith(OK);
        assertThat(port.ask("GET /environment/v1/next", name(victim), token(own)))
                .doesNotStartWith(OK);
    }

    @Test
    void aPodCannotReadAnothersCode() throws Exception {
        assertThat(port.ask("GET /environment/v1/code/" + digest("victim"), name(own), token(own)))
                .doesNotStartWith(OK);
    }

    /** Even of its own function another version is another's. */
    @Test
    void aVersionsPodGetsItsVersionsCodeOnly() throws Exception {
        account.code("edition-code", Jars.withEntry(Files.createTempDirectory("identity"), "edition", "1"));
        String manifest = account.manifest("edition", "example.faults.Faults::echo", "publish: true")
                .replace("{name: code}", "{name: edition-code}");
        cluster.apply(manifest);
        account.awaitReady("edition");
        String first = digest("edition");
        assertThat(account.caller().invoke("edition:1", "{}")).matches(Lambda.Answer::isResult);
        account.code("edition-code", Jars.withEntry(Files.createTempDirectory("identity"), "edition", "2"));
        await().until(() -> !digest("edition").equals(first));
        account.awaitReady("edition");
        JsonNode pod = account.list("pods", "-l", "lambda.hearth.dev/function=edition,lambda.hearth.dev/version=1")
                .getFirst();

        assertThat(port.ask("GET /environment/v1/code/" + first, name(pod), token(pod)))
                .startsWith(OK);
        for (String other : List.of(digest("edition"), digest("victim"))) {
            assertThat(other).isNotEqualTo(first);
            assertThat(port.ask("GET /environment/v1/code/" + other, name(pod), token(pod)))
                    .doesNotStartWith(OK);
        }
        assertThat(port.ask(ATTACH, name(victim), token(pod))).doesNotStartWith(OK);
        assertThat(port.ask("GET /environment/v1/code/" + first, name(victim), token(victim)))
                .doesNotStartWith(OK);
    }

    /** It runs in the same namespace, as the same service account and with the same labels. */
    @Test
    void aPodThatLooksLikeAnEnvironmentIsNone() throws Exception {
        String labels = victim.at("/metadata/labels").toString();
        cluster.apply("""
                apiVersion: v1
                kind: Pod
                metadata: {name: forged, namespace: identity, labels: %s}
                spec:
                  nodeName: nowhere
                  securityContext: {runAsNonRoot: true, runAsUser: 1000, seccompProfile: {type: RuntimeDefault}}
                  containers:
                    - name: environment
                      image: forged
                      securityContext: {allowPrivilegeEscalation: false, capabilities: {drop: [ALL]}}
                """.formatted(labels.replaceAll("\"pod-template-hash\":\"[^\"]*\",?", "")));

        JsonNode forged = account.get("pod", "forged");
        assertThat(port.ask(ATTACH, "forged", token(forged))).doesNotStartWith(OK);
        assertThat(port.ask("GET /environment/v1/code/" + digest("victim"), "forged", token(forged)))
                .doesNotStartWith(OK);
    }

    /** Who may write ReplicaSets may write whatever he likes into their owner references, until the garbage collector comes. */
    @Test
    void aPodOfAnotherNamespaceWhoseReplicaSetNamesAVictimsDeploymentIsNone() throws Exception {
        try (Account attacker = Account.open(cluster, "mallory")) {
            String uid =
                    account.get("victim").at("/status/revision/deploymentUid").asText();
            String deployment =
                    account.get("victim").at("/status/revision/deployment").asText();
            cluster.apply("""
                    apiVersion: apps/v1
                    kind: ReplicaSet
                    metadata:
                      name: %1$s-abc
                      namespace: mallory
                      ownerReferences: [{apiVersion: apps/v1, kind: Deployment, name: %1$s, uid: %2$s, controller: true}]
                    spec:
                      replicas: 1
                      selector: {matchLabels: {lambda.hearth.dev/revision: forged}}
                      template:
                        metadata: {labels: {lambda.hearth.dev/revision: forged}}
                        spec:
                          nodeName: nowhere
                          securityContext: {runAsNonRoot: true, runAsUser: 1000, seccompProfile: {type: RuntimeDefault}}
                          containers:
                            - name: environment
                              image: forged
                              securityContext: {allowPrivilegeEscalation: false, capabilities: {drop: [ALL]}}
                    """.formatted(deployment, uid));
            await().until(() -> !attacker.list("pods", "-l", "lambda.hearth.dev/revision=forged")
                    .isEmpty());
            JsonNode evil = attacker.list("pods", "-l", "lambda.hearth.dev/revision=forged")
                    .getFirst();
            String token = attacker.kubectl(
                    "create",
                    "token",
                    "default",
                    "--audience=hearth-gateway",
                    bound(evil)[0],
                    bound(evil)[1],
                    bound(evil)[2]);

            assertThat(port.ask(ATTACH, name(evil), token)).doesNotStartWith(OK);
            assertThat(port.ask("GET /environment/v1/code/" + digest("victim"), name(evil), token))
                    .doesNotStartWith(OK);
        }
    }

    /** The cluster's administrator may; this is one who may do everything else. */
    @Test
    void nobodyMakesPodsThatLookLikeEnvironments() {
        Shell.Result made = cluster.tryKubectl(
                """
                apiVersion: v1
                kind: Pod
                metadata: {name: forged-by-mallory, namespace: identity, labels: {lambda.hearth.dev/revision: forged}}
                spec:
                  securityContext: {runAsNonRoot: true, runAsUser: 1000, seccompProfile: {type: RuntimeDefault}}
                  containers:
                    - name: environment
                      image: forged
                      securityContext: {allowPrivilegeEscalation: false, capabilities: {drop: [ALL]}}
                """, "create", "--dry-run=server", "--as=system:serviceaccount:kube-system:job-controller", "-f", "-");

        assertThat(made.status()).isNotZero();
        assertThat(made.output()).contains("only ReplicaSets of a function make pods");
    }

    @Test
    void aTokenOfNoPodOrForAnotherAudienceIsWorthNothing() throws Exception {
        assertThat(port.ask(ATTACH, name(victim), account.token("default"))).doesNotStartWith(OK);
        String elsewhere =
                account.kubectl("create", "token", "default", bound(victim)[0], bound(victim)[1], bound(victim)[2]);
        assertThat(port.ask(ATTACH, name(victim), elsewhere)).doesNotStartWith(OK);
        assertThat(port.ask(ATTACH, name(victim), "")).doesNotStartWith(OK);
    }

    private static String name(JsonNode pod) {
        return pod.at("/metadata/name").asText();
    }

    private static String digest(String function) {
        return account.get(function).at("/status/revision/codeSha256").asText();
    }

    /** The same as the one in the pod. */
    private static String token(JsonNode pod) {
        String[] bound = bound(pod);
        return account.kubectl("create", "token", "default", "--audience=hearth-gateway", bound[0], bound[1], bound[2]);
    }

    private static String[] bound(JsonNode pod) {
        return new String[] {
            "--bound-object-kind=Pod",
            "--bound-object-name=" + name(pod),
            "--bound-object-uid=" + pod.at("/metadata/uid").asText()
        };
    }
}
