package dev.hearth.e2e.controlplane;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.hearth.e2e.cluster.Tools;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.ResourceLock;

/** What the chart's admission policies let the operator and others do, asked of an API server. */
@ResourceLock("machine")
class PolicyE2E {
    private static final Path POLICY =
            Path.of("").toAbsolutePath().getParent().resolve("helm/hearth/templates/operator-policy.yaml");
    private static final String DEPLOYMENT = """
            apiVersion: apps/v1
            kind: Deployment
            metadata:
              name: environment
              namespace: many
              labels: {app.kubernetes.io/managed-by: hearth, lambda.hearth.dev/function: f}
              ownerReferences: [{apiVersion: lambda.hearth.dev/v1alpha1, kind: Function, name: f, uid: u, controller: true}]
            spec:
              replicas: 0
              selector: {matchLabels: {a: b}}
              template:
                metadata: {labels: {a: b}}
                spec:
                  automountServiceAccountToken: false
                  containers: [{name: environment, image: x}]
                  volumes:
                    - {name: tmp, emptyDir: {}}
                    - {name: id, projected: {sources: [{serviceAccountToken: {audience: hearth-gateway, path: t}}]}}
            """;

    private static ControlPlane cluster;
    private static KubernetesClient operator;
    private static KubernetesClient tenant;

    @BeforeAll
    static void start() throws IOException {
        Optional<String> obstacle = Tools.obstacle();
        Assumptions.assumeTrue(obstacle.isEmpty(), () -> "No API server for the policies: " + obstacle.orElse(""));
        cluster = ControlPlane.start(Tools.folder());
        String policy = Files.readString(POLICY)
                .replaceAll("(?m)^\\{\\{-.*$", "")
                .replace("{{ $operator }}", "system:serviceaccount:hearth-system:hearth-operator")
                .replaceAll("labels: \\{\\{ include .*", "labels: {}");
        try (var in = new ByteArrayInputStream(policy.getBytes(StandardCharsets.UTF_8))) {
            cluster.client()
                    .load(in)
                    .items()
                    .forEach(each -> cluster.client().resource(each).create());
        }
        operator = cluster.client("system:serviceaccount:hearth-system:hearth-operator");
        tenant = cluster.client("tenant");
        await().atMost(Duration.ofMinutes(1))
                .until(() -> refusal(
                                operator, changed("warm", "image: x", "image: x, securityContext: {privileged: true}"))
                        .isPresent());
    }

    @AfterAll
    static void end() {
        if (cluster != null) {
            operator.close();
            tenant.close();
            cluster.close();
        }
    }

    @Test
    void theOperatorMakesEnvironments() {
        assertThat(refusal(operator, changed("mine", "", ""))).isEmpty();
    }

    @Test
    void theOperatorMakesNothingElse() {
        Map.of(
                        "privileged", new String[] {"image: x", "image: x, securityContext: {privileged: true}"},
                        "host", new String[] {"emptyDir: {}", "hostPath: {path: /}"},
                        "secret", new String[] {"emptyDir: {}", "secret: {secretName: s}"},
                        "token", new String[] {"audience: hearth-gateway, ", ""},
                        "automount", new String[] {"automountServiceAccountToken: false", "hostPID: false"},
                        "network",
                                new String[] {
                                    "automountServiceAccountToken: false",
                                    "automountServiceAccountToken: false\n      hostNetwork: true"
                                },
                        "label", new String[] {"lambda.hearth.dev/function: f", "a: f"},
                        "owner", new String[] {"apiVersion: lambda.hearth.dev/v1alpha1", "apiVersion: v1"})
                .forEach((name, change) -> assertThat(refusal(operator, changed(name, change[0], change[1])))
                        .as(name)
                        .hasValueSatisfying(message -> assertThat(message).contains("hearth-operator")));
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

    private static Deployment changed(String name, String old, String now) {
        String yaml = old.isEmpty() ? DEPLOYMENT : DEPLOYMENT.replace(old, now);
        Deployment deployment = Serialization.unmarshal(yaml, Deployment.class);
        deployment.getMetadata().setName(name);
        return deployment;
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
