package dev.hearth.e2e.controlplane;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.hearth.e2e.cluster.Chart;
import dev.hearth.e2e.cluster.Tools;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicy;
import io.fabric8.kubernetes.api.model.rbac.ClusterRoleBindingBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.PodResource;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.ResourceLock;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Admission policies of the chart: what the operator, the gateway and others may do, asked of an API server. */
@ResourceLock("machine")
class PolicyE2E {
    /** Where fields of a pod begin in {@link #DEPLOYMENT}. */
    private static final String POD_FIELD = "\n      ";

    private static final String KEYS = "hearth-system-access-keys";
    private static final String MARK =
            "{\"metadata\":{\"annotations\":{\"controller.kubernetes.io/pod-deletion-cost\":\"-1\"}}}";
    private static final PatchContext MERGE = PatchContext.of(PatchType.JSON_MERGE);
    private static final String OWNER =
            "[{apiVersion: lambda.hearth.dev/v1alpha1, kind: Function, name: f, uid: u, controller: true}]";
    private static final String DEPLOYMENT = """
            apiVersion: apps/v1
            kind: Deployment
            metadata:
              name: environment
              namespace: many
              labels: {app.kubernetes.io/managed-by: hearth, lambda.hearth.dev/function: f}
              ownerReferences: %s
            spec:
              replicas: 0
              selector: {matchLabels: {lambda.hearth.dev/revision: r}}
              template:
                metadata: {labels: {lambda.hearth.dev/revision: r}}
                spec:
                  automountServiceAccountToken: false
                  securityContext: {runAsNonRoot: true, runAsUser: 10001, seccompProfile: {type: RuntimeDefault}}
                  containers:
                    - name: environment
                      image: x
                      env: [{name: A, valueFrom: {secretKeyRef: {name: s, key: k}}}]
                      ports: [{containerPort: 9464}]
                      securityContext: {allowPrivilegeEscalation: false, capabilities: {drop: [ALL]}}
                  volumes:
                    - {name: tmp, emptyDir: {}}
                    - {name: id, projected: {sources: [{serviceAccountToken: {audience: hearth-gateway, path: t}}, {configMap: {name: hearth-gateway-ca}}]}}
            """.formatted(OWNER);
    private static final String POLICY = """
            apiVersion: networking.k8s.io/v1
            kind: NetworkPolicy
            metadata:
              name: environment
              namespace: many
              labels: {app.kubernetes.io/managed-by: hearth, lambda.hearth.dev/function: f}
              ownerReferences: %s
            spec:
              podSelector: {matchLabels: {lambda.hearth.dev/function: f}}
              policyTypes: [Ingress]
            """.formatted(OWNER);
    private static final String POD = """
            apiVersion: v1
            kind: Pod
            metadata:
              name: %s
              namespace: many
              labels: %s
              annotations: {theirs: a}
              finalizers: [example.com/theirs]
              ownerReferences: [{apiVersion: apps/v1, kind: ReplicaSet, name: f, uid: u, controller: true}]
            spec:
              terminationGracePeriodSeconds: 0
              containers: [{name: environment, image: x}]
            """;

    private static ControlPlane cluster;
    private static KubernetesClient operator;
    private static KubernetesClient gateway;
    private static KubernetesClient tenant;

    @BeforeAll
    static void start() throws IOException {
        Optional<String> obstacle = Tools.obstacle();
        Assumptions.assumeTrue(obstacle.isEmpty(), () -> "No API server for the policies: " + obstacle.orElse(""));
        cluster = ControlPlane.start(Tools.folder());
        for (String policies : List.of("operator-policy.yaml", "admission-policy.yaml")) {
            cluster.client()
                    .load(Chart.template(policies))
                    .items()
                    .forEach(each -> cluster.client().resource(each).create());
        }
        cluster.client()
                .resource(new NamespaceBuilder()
                        .withNewMetadata()
                        .withName(KEYS)
                        .endMetadata()
                        .build())
                .create();
        operator = cluster.client("system:serviceaccount:hearth-system:hearth-operator");
        gateway = cluster.client("system:serviceaccount:hearth-system:hearth-gateway");
        tenant = cluster.client("tenant");
        await().until(() -> refused(() -> operator.resource(changed("warm", "[ALL]", "[]"))
                        .dryRun()
                        .create())
                .filter(message -> message.contains("hearth-operator"))
                .isPresent());
        pod("plain", "{a: b}");
        await().until(() -> refusedMark("plain", MARK).isPresent());
    }

    @AfterAll
    static void end() {
        if (cluster != null) {
            operator.close();
            gateway.close();
            tenant.close();
            cluster.close();
        }
    }

    @Test
    void theOperatorMakesEnvironments() {
        assertThat(refusal(operator, changed("mine", "", ""))).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '"', textBlock = """
            escalation  | allowPrivilegeEscalation: false          | privileged: false
            privileged  | allowPrivilegeEscalation: false          | allowPrivilegeEscalation: true, privileged: true
            kept        | capabilities: {drop: [ALL]}              | privileged: false
            added       | drop: [ALL]                              | drop: [ALL], add: [NET_RAW]
            root        | runAsUser: 10001                         | runAsUser: 0
            rootinside  | allowPrivilegeEscalation: false          | allowPrivilegeEscalation: false, runAsUser: 0
            maybe       | runAsNonRoot: true                       | runAsNonRoot: false
            seccomp     | RuntimeDefault                           | Unconfined
            sysctl      | runAsNonRoot: true                       | runAsNonRoot: true, sysctls: [{name: kernel.shm_rmid_forced, value: '1'}]
            hostport    | containerPort: 9464                      | containerPort: 9464, hostPort: 9464
            wholesecret | image: x                                 | image: x;    envFrom: [{secretRef: {name: s}}]
            hostpath    | emptyDir: {}                             | hostPath: {path: /}
            secret      | emptyDir: {}                             | secret: {secretName: s}
            claim       | emptyDir: {}                             | persistentVolumeClaim: {claimName: theirs}
            nfs         | emptyDir: {}                             | nfs: {server: s, path: /}
            csi         | emptyDir: {}                             | csi: {driver: d}
            projected   | configMap: {name: hearth-gateway-ca}     | secret: {name: s}
            audience    | audience: hearth-gateway,                | ""
            automount   | automountServiceAccountToken: false      | automountServiceAccountToken: true
            network     | automountServiceAccountToken: false      | automountServiceAccountToken: false;hostNetwork: true
            pids        | automountServiceAccountToken: false      | automountServiceAccountToken: false;hostPID: true
            ipc         | automountServiceAccountToken: false      | automountServiceAccountToken: false;hostIPC: true
            node        | automountServiceAccountToken: false      | automountServiceAccountToken: false;nodeName: n
            priority    | automountServiceAccountToken: false      | automountServiceAccountToken: false;priorityClassName: system-node-critical
            selector    | lambda.hearth.dev/revision: r            | a: b
            label       | lambda.hearth.dev/function: f            | a: f
            owner       | apiVersion: lambda.hearth.dev/v1alpha1   | apiVersion: v1
            """)
    void theOperatorMakesNothingElse(String name, String old, String now) {
        assertThat(refusal(operator, changed(name, old, now)))
                .hasValueSatisfying(message -> assertThat(message).contains("hearth-operator"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"kube-system", KEYS})
    void theOperatorMakesNothingWhereOthersSecretsAre(String namespace) {
        Deployment deployment = changed("there", "", "");
        deployment.getMetadata().setNamespace(namespace);
        NetworkPolicy policy = policy("there");
        policy.getMetadata().setNamespace(namespace);

        assertThat(refusal(operator, deployment))
                .hasValueSatisfying(message -> assertThat(message).contains("make the Function in another one"));
        assertThat(refusal(operator, policy))
                .hasValueSatisfying(message -> assertThat(message).contains("make the Function in another one"));
    }

    @Test
    void theOperatorTakesOverNobodysDeployment() {
        Deployment theirs = changed("shop", "lambda.hearth.dev/revision: r", "a: b");
        theirs.getMetadata().setLabels(Map.of());
        theirs.getMetadata().setOwnerReferences(List.of());
        cluster.client().resource(theirs).create();
        Deployment taken = changed("shop", "lambda.hearth.dev/revision: r", "a: b");

        assertThat(refused(() -> operator.resource(taken).patch(MERGE, Serialization.asJson(taken))))
                .hasValueSatisfying(message -> assertThat(message).contains("for a revision of a function"));
        assertThat(refused(() -> operator.resource(theirs).delete())).isPresent();
    }

    @Test
    void theOperatorMendsItsOwn() {
        assertThat(refusal(operator, changed("mended", "", ""))).isEmpty();
        Deployment mine = changed("mended", "", "");
        cluster.client().resource(mine).patch(MERGE, "{\"metadata\":{\"labels\":null,\"ownerReferences\":null}}");
        assertThat(refused(() -> operator.resource(mine).patch(MERGE, Serialization.asJson(mine))))
                .isEmpty();
        assertThat(refused(() -> operator.resource(mine).delete())).isEmpty();
    }

    @Test
    void theOperatorsNetworkPoliciesAreAboutPodsOfFunctions() {
        assertThat(refusal(operator, policy("mine"))).isEmpty();
        NetworkPolicy all = policy("all");
        all.getSpec().getPodSelector().setMatchLabels(Map.of());
        assertThat(refusal(operator, all))
                .hasValueSatisfying(message -> assertThat(message).contains("pods of one function"));
    }

    @Test
    void theOperatorTakesOverNobodysNetworkPolicy() {
        NetworkPolicy theirs = policy("theirs");
        theirs.getMetadata().setLabels(Map.of());
        theirs.getMetadata().setOwnerReferences(List.of());
        theirs.getSpec().getPodSelector().setMatchLabels(Map.of());
        cluster.client().resource(theirs).create();
        NetworkPolicy taken = policy("theirs");
        assertThat(refused(() -> operator.resource(taken).patch(MERGE, Serialization.asJson(taken))))
                .hasValueSatisfying(message -> assertThat(message).contains("were Hearth's before"));

        operator.resource(policy("again")).create();
        cluster.client()
                .resource(policy("again"))
                .patch(MERGE, "{\"metadata\":{\"labels\":null},\"spec\":{\"podSelector\":{\"matchLabels\":null}}}");
        assertThat(refused(
                        () -> operator.resource(policy("again")).patch(MERGE, Serialization.asJson(policy("again")))))
                .as("its owner is left")
                .isEmpty();
    }

    @Test
    void theOperatorPutsNoCodeIntoConfigMapsOfOthers() {
        HasMetadata code = configMap("shop-1-code");
        cluster.client().resource(code).create();

        assertThat(
                        refused(
                                () -> operator.resource(code)
                                        .patch(
                                                MERGE,
                                                "{\"immutable\":true,\"metadata\":{\"ownerReferences\":[{\"apiVersion\":\"lambda.hearth.dev/v1alpha1\","
                                                        + "\"kind\":\"Function\",\"name\":\"f\",\"uid\":\"u\"}]},\"data\":{\"a\":\"evil\"}}")))
                .isPresent();
    }

    @Test
    void theOperatorChangesNobodysConfigMaps() {
        assertThat(refusal(operator, configMap("hearth-gateway-ca"))).isEmpty();
        assertThat(refusal(operator, configMap("theirs"))).isPresent();
        cluster.client().resource(configMap("theirs")).create();
        assertThat(refused(() -> operator.configMaps()
                        .inNamespace(ControlPlane.ACCOUNT)
                        .withName("theirs")
                        .edit(each ->
                                new ConfigMapBuilder(each).addToData("a", "c").build())))
                .isPresent();
    }

    @Test
    void nobodyElseMakesWhatLooksLikeHearths() {
        assertThat(refusal(tenant, changed("alike", "", "")))
                .hasValueSatisfying(message -> assertThat(message).contains("make a Function"));
        assertThat(refusal(tenant, changed("plain", "lambda.hearth.dev/function: f", "a: f")))
                .isEmpty();
    }

    @Test
    void nobodyElseChangesWhatANetworkPolicyOfAFunctionSays() {
        cluster.client()
                .resource(new ClusterRoleBindingBuilder()
                        .withNewMetadata()
                        .withName("editor")
                        .endMetadata()
                        .withNewRoleRef("rbac.authorization.k8s.io", "ClusterRole", "cluster-admin")
                        .addNewSubject("rbac.authorization.k8s.io", "User", "editor", null)
                        .build())
                .create();
        operator.resource(policy("rules")).create();
        var rules = cluster.as("editor").resource(policy("rules"));

        assertThat(refused(() -> rules.patch(MERGE, "{\"spec\":{\"ingress\":[{},{}]}}")))
                .hasValueSatisfying(message -> assertThat(message).contains("the operator's to say"));
        assertThat(refused(() -> rules.patch(MERGE, "{\"metadata\":{\"labels\":null},\"spec\":{\"ingress\":[{},{}]}}")))
                .as("labels are taken away at the same time")
                .isPresent();
        assertThat(refused(() -> rules.patch(MERGE, "{\"metadata\":{\"annotations\":{\"a\":\"b\"}}}")))
                .isEmpty();
    }

    @Test
    void theGatewayMarksAndEndsEnvironmentsPods() {
        pod("marked", "{lambda.hearth.dev/revision: r}");

        assertThat(refusedMark("marked", MARK)).isEmpty();
        assertThat(refusedMark("marked", MARK)).isEmpty();
        assertThat(refusedMark("plain", MARK)).isPresent();
        assertThat(refused(() -> pods("marked").delete())).isEmpty();
        assertThat(refused(() -> pods("plain").delete())).isPresent();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '"', textBlock = """
            finalizers  | metadata: {finalizers: null}
            finalizer   | metadata: {finalizers: [example.com/theirs, example.com/another]}
            owners      | metadata: {ownerReferences: null}
            owner       | metadata: {ownerReferences: [{apiVersion: apps/v1, kind: ReplicaSet, name: g, uid: v, controller: true}]}
            labels      | metadata: {labels: {another: x}}
            cost        | metadata: {annotations: {controller.kubernetes.io/pod-deletion-cost: '1000'}}
            annotation  | metadata: {annotations: {another: x}}
            changed     | metadata: {annotations: {theirs: x}}
            removed     | metadata: {annotations: {theirs: null}}
            all         | metadata: {annotations: null}
            image       | spec: {containers: [{name: environment, image: y}]}
            deadline    | spec: {activeDeadlineSeconds: 1}
            """)
    void theGatewayChangesNothingElseOfAPod(String name, String patch) {
        pod(name, "{lambda.hearth.dev/revision: r}");

        assertThat(refusedMark(name, Serialization.asJson(Serialization.unmarshal(patch, Map.class))))
                .hasValueSatisfying(message -> assertThat(message).contains("the gateway may only mark pods"));
    }

    private static void pod(String name, String labels) {
        cluster.client()
                .resource(Serialization.unmarshal(POD.formatted(name, labels), Pod.class))
                .create();
    }

    private static PodResource pods(String name) {
        return gateway.pods().inNamespace(ControlPlane.ACCOUNT).withName(name);
    }

    private static Optional<String> refusedMark(String name, String patch) {
        return refused(() -> pods(name).patch(MERGE, patch));
    }

    private static Deployment changed(String name, String old, String now) {
        String yaml = old.isEmpty() ? DEPLOYMENT : DEPLOYMENT.replace(old, now.replace(";", POD_FIELD));
        Deployment deployment = Serialization.unmarshal(yaml, Deployment.class);
        deployment.getMetadata().setName(name);
        return deployment;
    }

    private static NetworkPolicy policy(String name) {
        NetworkPolicy policy = Serialization.unmarshal(POLICY, NetworkPolicy.class);
        policy.getMetadata().setName(name);
        return policy;
    }

    private static HasMetadata configMap(String name) {
        return new ConfigMapBuilder()
                .withNewMetadata()
                .withNamespace(ControlPlane.ACCOUNT)
                .withName(name)
                .endMetadata()
                .withData(Map.of("a", "b"))
                .build();
    }

    private static Optional<String> refusal(KubernetesClient client, HasMetadata resource) {
        return refused(() -> client.resource(resource).create());
    }

    private static Optional<String> refused(Runnable request) {
        try {
            request.run();
            return Optional.empty();
        } catch (KubernetesClientException e) {
            return Optional.of(String.valueOf(e.getMessage()));
        }
    }
}
