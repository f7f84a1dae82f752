package dev.hearth.e2e.controlplane;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.hearth.e2e.cluster.Tools;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.api.model.OwnerReference;
import io.fabric8.kubernetes.api.model.OwnerReferenceBuilder;
import io.fabric8.kubernetes.api.model.ServiceAccount;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.IOException;
import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.ResourceLock;

/** Metadata as large as an API server takes it, on everything that a tenant may make, and an operator with the chart's memory. */
@ResourceLock("machine")
@ResourceLock("cluster") // a second API server that is as busy leaves no processor to the cluster's
class LargeMetadataE2E {
    private static final String MALLORY = "mallory";
    private static final PatchContext MERGE = PatchContext.of(PatchType.JSON_MERGE);
    /** Of each kind and of each way to fill it: four pages. */
    private static final int OBJECTS = 20;

    private static final int MAX_ANNOTATIONS = 250_000;
    /** Of a function, a Deployment and a NetworkPolicy; a page of each. */
    private static final int FUNCTIONS = 5;

    private static ControlPlane cluster;
    private static Part gateway;

    @BeforeAll
    static void start() throws IOException {
        Optional<String> obstacle = Tools.obstacle();
        Assumptions.assumeTrue(obstacle.isEmpty(), () -> "No API server for the operator: " + obstacle.orElse(""));
        cluster = ControlPlane.start(Tools.folder());
        gateway = cluster.gateway().awaitReady();
    }

    @AfterAll
    static void end() throws Exception {
        if (gateway != null) {
            gateway.close();
        }
        if (cluster != null) {
            cluster.close();
        }
    }

    @Test
    void othersAreServedBeforeAndAfterARestartOfTheOperator() throws Exception {
        cluster.client().resource(ControlPlane.function("beside")).create();
        try (Part operator = cluster.operator("large-before").awaitReady()) {
            mallorysFunctions();
            await().until(() -> isReady(ControlPlane.ACCOUNT, "beside", 1));

            fillWhatIsMadeForFunctions();
            fill();

            patch("{\"spec\":{\"memorySize\":256}}");
            await().until(() -> isReady(ControlPlane.ACCOUNT, "beside", 2));
            assertThat(operator.isAlive()).as("while it watches").isTrue();
        }
        try (Part operator = cluster.operator("large-after").awaitReady()) {
            patch("{\"spec\":{\"memorySize\":512}}");
            await().until(() -> isReady(ControlPlane.ACCOUNT, "beside", 3));
            assertThat(operator.isAlive()).as("after it has listed everything").isTrue();
        }
        assertThat(gateway.isAlive()).isTrue();
    }

    // ---- what a tenant does ----

    private static void mallorysFunctions() {
        cluster.client()
                .resource(new NamespaceBuilder()
                        .withNewMetadata()
                        .withName(MALLORY)
                        .endMetadata()
                        .build())
                .create();
        ConfigMap code = cluster.client()
                .configMaps()
                .inNamespace(ControlPlane.ACCOUNT)
                .withName("code")
                .get();
        cluster.client()
                .resource(new ConfigMapBuilder(code)
                        .withMetadata(meta("code").build())
                        .build())
                .create();
        for (int i = 0; i < FUNCTIONS; i++) {
            make(ControlPlane.function("served"), meta("served-" + i));
        }
        await().until(() -> IntStream.range(0, FUNCTIONS).allMatch(i -> isReady(MALLORY, "served-" + i, 1)));
    }

    private static void fillWhatIsMadeForFunctions() {
        String patch = Serialization.asJson(Map.of(
                "metadata", Map.of("annotations", Map.of("note", "<".repeat(MAX_ANNOTATIONS)))));
        cluster.client()
                .apps()
                .deployments()
                .inNamespace(MALLORY)
                .resources()
                .forEach(each -> each.patch(MERGE, patch));
        cluster.client()
                .network()
                .v1()
                .networkPolicies()
                .inNamespace(MALLORY)
                .resources()
                .forEach(each -> each.patch(MERGE, patch));
    }

    /** 1.4 MB each in the API server's store; those of its own kinds are up to 8.4 MB in its answers. */
    private static void fill() {
        for (int i = 0; i < OBJECTS; i++) {
            make(new ConfigMap(), meta("owner-" + i).withOwnerReferences(owner("<")));
            make(new ServiceAccount(), meta("owner-" + i).withOwnerReferences(owner("<")));
            make(new ServiceAccount(), meta("finalizers-" + i).withFinalizers(Collections.nCopies(250_000, "a/b")));
            make(ControlPlane.function("owner"), meta("owner-" + i).withOwnerReferences(owner("x")));
        }
    }

    private static void make(HasMetadata resource, ObjectMetaBuilder meta) {
        resource.setMetadata(meta.build());
        cluster.client().resource(resource).create();
    }

    private static ObjectMetaBuilder meta(String name) {
        return new ObjectMetaBuilder().withNamespace(MALLORY).withName(name);
    }

    private static OwnerReference owner(String character) {
        return new OwnerReferenceBuilder()
                .withApiVersion("v")
                .withKind("k")
                .withName("n")
                .withUid(character.repeat(1_400_000))
                .build();
    }

    // ---- and others ----

    private static void patch(String patch) {
        cluster.functions().inNamespace(ControlPlane.ACCOUNT).withName("beside").patch(MERGE, patch);
    }

    private static boolean isReady(String namespace, String name, int generation) {
        GenericKubernetesResource function =
                cluster.functions().inNamespace(namespace).withName(name).get();
        for (var condition : Serialization.jsonMapper().valueToTree(function).at("/status/conditions")) {
            if (condition.path("type").asText().equals("Ready")) {
                return condition.path("status").asText().equals("True")
                        && condition.path("observedGeneration").asInt() == generation;
            }
        }
        return false;
    }
}
