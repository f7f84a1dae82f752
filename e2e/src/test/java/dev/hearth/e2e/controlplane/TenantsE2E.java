package dev.hearth.e2e.controlplane;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.hearth.e2e.cluster.Tools;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.GenericKubernetesResourceBuilder;
import io.fabric8.kubernetes.api.model.GenericKubernetesResourceList;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.client.dsl.MixedOperation;
import io.fabric8.kubernetes.client.dsl.Resource;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.ResourceLock;

/** What tenants do in namespaces of their own, by purpose or by mistake, and what the operator makes of it. */
@ResourceLock("machine")
class TenantsE2E {
    private static final Duration SECONDS = Duration.ofSeconds(20);
    private static final Duration LONG = Duration.ofMinutes(2);
    private static final PatchContext MERGE = PatchContext.of(PatchType.JSON_MERGE);
    private static final PatchContext JSON = PatchContext.of(PatchType.JSON);

    private static ControlPlane cluster;
    private static Part gateway;
    private static Part operator;

    @BeforeAll
    static void start() throws IOException {
        Optional<String> obstacle = Tools.obstacle();
        Assumptions.assumeTrue(obstacle.isEmpty(), () -> "No API server for the operator: " + obstacle.orElse(""));
        cluster = ControlPlane.start(Tools.folder());
        gateway = cluster.gateway().awaitReady();
        operator = cluster.operator("tenants").awaitReady();
    }

    @AfterAll
    static void end() throws Exception {
        for (Part part : new Part[] {operator, gateway}) {
            if (part != null) {
                part.close();
            }
        }
        if (cluster != null) {
            cluster.close();
        }
    }

    @Test
    void configMapsThatNoFunctionNamesDoNotEndTheOperator() throws Exception {
        namespace("mallory");
        Map<String, String> keys =
                IntStream.range(0, 55_000).boxed().collect(Collectors.toMap(i -> "key-" + i, i -> ""));
        Map<String, String> labels =
                IntStream.range(0, 12_000).boxed().collect(Collectors.toMap(i -> "label-" + i, i -> "value-of-" + i));
        for (int i = 0; i < 40; i++) {
            cluster.client()
                    .resource(new ConfigMapBuilder()
                            .withNewMetadata()
                            .withNamespace("mallory")
                            .withName("large-" + i)
                            .withLabels(i % 2 == 0 ? Map.of() : labels)
                            .endMetadata()
                            .withBinaryData(i % 2 == 0 ? keys : Map.of())
                            .build())
                    .create();
        }

        create("beside-mallory");
        awaitReady("beside-mallory");
        try (Part another = cluster.operator("beside-mallory").awaitReady()) {
            assertThat(another.isAlive()).isTrue();
        }
        assertThat(operator.isAlive()).isTrue();
        cluster.client().namespaces().withName("mallory").delete();
    }

    /** As a controller does that wants it otherwise: it writes as soon as it sees that its change is gone. */
    @Test
    void whoInsistsOnAChangeIsAnsweredLaterEachTimeAndNamed() {
        create("contested");
        awaitReady("contested");
        Deployment before = deployment("contested");
        var resource = cluster.client().resource(before);
        AtomicInteger undone = new AtomicInteger();

        await().pollInterval(Duration.ofMillis(100))
                .during(Duration.ofSeconds(45))
                .atMost(LONG)
                .until(() -> {
                    if (!resource.get()
                            .getSpec()
                            .getTemplate()
                            .getSpec()
                            .getContainers()
                            .getFirst()
                            .getImage()
                            .equals("theirs")) {
                        undone.incrementAndGet();
                        resource.patch(
                                JSON,
                                "[{\"op\":\"replace\",\"path\":\"/spec/template/spec/containers/0/image\",\"value\":\"theirs\"}]");
                    }
                    return true;
                });

        assertThat(undone.get())
                .as("five at once, then after 1, 2, 4, 8 and 16 s")
                .isBetween(6, 12);
        assertThat(condition(ControlPlane.ACCOUNT, "Function", "contested", "Contested"))
                .hasValueSatisfying(
                        contested -> assertThat(contested.path("message").asText())
                                .contains(
                                        "/spec/template/spec/containers/0/image",
                                        before.getMetadata().getName()));
        assertThat(isReady("Function", "contested")).isTrue();
        await("in the end it is undone")
                .atMost(LONG)
                .untilAsserted(() -> assertThat(resource.get().getSpec()).isEqualTo(before.getSpec()));
    }

    @Test
    void aCounterOfVersionsThatSomebodyFilledOrSpoiltKeepsNoFunctionFromBeingServed() {
        Map<String, String> many =
                IntStream.range(0, 30_000).boxed().collect(Collectors.toMap(i -> "f" + i, i -> "none"));
        many.put("counted", "none");
        cluster.client()
                .resource(new ConfigMapBuilder()
                        .withNewMetadata()
                        .withNamespace(ControlPlane.ACCOUNT)
                        .withName("hearth-versions")
                        .endMetadata()
                        .withData(many)
                        .build())
                .serverSideApply();
        create("counted");
        patch("counted", "{\"spec\":{\"publish\":true}}");

        await().atMost(LONG).until(() -> isReady("Function", "counted"));
        await().atMost(LONG).until(() -> isReady("FunctionVersion", "counted-1"));
    }

    @Test
    void aFunctionIsReadyAgainWhenItsConfigMapIsMadeAfterIt() {
        cluster.client().resource(function("late", "late-code", "late")).create();
        await().atMost(LONG).until(() -> reason("Function", "late").equals("CodeNotFound"));

        cluster.client()
                .resource(new ConfigMapBuilder(cluster.client()
                                .configMaps()
                                .inNamespace(ControlPlane.ACCOUNT)
                                .withName("code")
                                .get())
                        .withNewMetadata()
                        .withNamespace(ControlPlane.ACCOUNT)
                        .withName("late-code")
                        .endMetadata()
                        .build())
                .create();

        await().atMost(SECONDS).until(() -> isReady("Function", "late"));
    }

    @Test
    void handMadeChangesOfADeploymentAreUndone() {
        create("drift");
        awaitReady("drift");
        Deployment before = deployment("drift");
        var resource = cluster.client().resource(before);

        resource.patch(
                JSON, "[{\"op\":\"replace\",\"path\":\"/spec/template/spec/containers/0/image\",\"value\":\"evil\"}]");
        awaitAsBefore(before);
        resource.patch(
                JSON,
                "[{\"op\":\"add\",\"path\":\"/spec/template/spec/containers/0/env/-\",\"value\":{\"name\":\"A\",\"value\":\"b\"}}]");
        awaitAsBefore(before);
        resource.patch(JSON, "[{\"op\":\"remove\",\"path\":\"/metadata/labels/lambda.hearth.dev~1function\"}]");
        awaitAsBefore(before);
        resource.patch(JSON, "[{\"op\":\"remove\",\"path\":\"/metadata/labels\"}]");
        awaitAsBefore(before);
        resource.patch(JSON, "[{\"op\":\"remove\",\"path\":\"/metadata/ownerReferences\"}]");
        awaitAsBefore(before);
        assertThat(deployment("drift").getMetadata().getUid())
                .isEqualTo(before.getMetadata().getUid());
    }

    @Test
    void aDeploymentAndAPolicyThatAreDeletedAreMadeAgain() {
        create("deleted");
        awaitReady("deleted");
        Deployment before = deployment("deleted");

        cluster.client().resource(before).delete();
        cluster.client()
                .network()
                .v1()
                .networkPolicies()
                .inNamespace(ControlPlane.ACCOUNT)
                .withName("hearth-deleted")
                .delete();

        await().atMost(SECONDS)
                .until(() -> cluster.client()
                                .network()
                                .v1()
                                .networkPolicies()
                                .inNamespace(ControlPlane.ACCOUNT)
                                .withName("hearth-deleted")
                                .get()
                        != null);
        await().atMost(SECONDS)
                .until(() -> !deployment("deleted")
                        .getMetadata()
                        .getUid()
                        .equals(before.getMetadata().getUid()));
        awaitReady("deleted");
    }

    @Test
    void theYoungerOfOneNameIsServedAsSoonAsTheOlderOneIsGone() {
        cluster.client().resource(function("older", "code", "twin")).create();
        awaitReady("older");
        cluster.client().resource(function("younger", "code", "twin")).create();
        await().atMost(LONG).until(() -> reason("Function", "younger").equals("NameConflict"));

        cluster.functions().inNamespace(ControlPlane.ACCOUNT).withName("older").delete();

        await().atMost(SECONDS).until(() -> isReady("Function", "younger"));
    }

    @Test
    void anAliasSaysAtOnceThatItsVersionOrItsFunctionIsGone() {
        create("versioned");
        patch("versioned", "{\"spec\":{\"publish\":true}}");
        cluster.client().resource(alias("versioned-live", "versioned", "1")).create();
        await().atMost(LONG).until(() -> isReady("Alias", "versioned-live"));
        patch("versioned", "{\"spec\":{\"description\":\"another\"}}");
        await().atMost(LONG).until(() -> isReady("FunctionVersion", "versioned-2"));

        all("FunctionVersion")
                .inNamespace(ControlPlane.ACCOUNT)
                .withName("versioned-1")
                .delete();

        await().atMost(SECONDS).until(() -> reason("Alias", "versioned-live").equals("VersionNotFound"));
        cluster.functions()
                .inNamespace(ControlPlane.ACCOUNT)
                .withName("versioned")
                .delete();
        await().atMost(SECONDS).until(() -> reason("Alias", "versioned-live").equals("FunctionNotFound"));
    }

    @Test
    void aFunctionThatIsMadeAgainAtOnceTakesOverWhatTheOldOneLeft() {
        create("again");
        awaitReady("again");
        cluster.functions().inNamespace(ControlPlane.ACCOUNT).withName("again").delete();
        create("again");

        awaitReady("again");
        String uid = cluster.functions()
                .inNamespace(ControlPlane.ACCOUNT)
                .withName("again")
                .get()
                .getMetadata()
                .getUid();
        assertThat(deployment("again").getMetadata().getOwnerReferences())
                .singleElement()
                .satisfies(owner -> assertThat(owner.getUid()).isEqualTo(uid));
    }

    @Test
    void aDeploymentOfSomebodyElseIsNotTakenForTheFunctions() {
        create("taken");
        awaitReady("taken");
        Deployment own = deployment("taken");
        cluster.functions().inNamespace(ControlPlane.ACCOUNT).withName("taken").delete();
        cluster.client().resource(own).delete();
        own.getMetadata().setOwnerReferences(List.of());
        own.getMetadata().setResourceVersion(null);
        cluster.client().resource(own).create();

        create("taken");

        await().atMost(LONG).until(() -> reason("Function", "taken").equals("DeploymentConflict"));
        cluster.client().resource(own).delete();
        await().atMost(LONG).until(() -> isReady("Function", "taken"));
    }

    @Test
    void oneFunctionThatIsPatchedAgainAndAgainHoldsUpNobody() {
        create("patched");
        create("calm");
        awaitReady("patched");
        awaitReady("calm");
        for (int i = 0; i < 200; i++) {
            patch("patched", "{\"spec\":{\"memorySize\":" + (256 + i) + "}}");
        }

        patch("calm", "{\"spec\":{\"memorySize\":512}}");

        await().atMost(SECONDS)
                .until(() -> condition(ControlPlane.ACCOUNT, "Function", "calm")
                        .filter(ready -> ready.path("status").asText().equals("True")
                                && ready.path("observedGeneration").asInt() == 2)
                        .isPresent());
    }

    @Test
    void aDescriptionChangesNothingOfReady() {
        create("described");
        awaitReady("described");
        String since = condition(ControlPlane.ACCOUNT, "Function", "described")
                .orElseThrow()
                .path("lastTransitionTime")
                .asText();
        await().until(() -> !Instant.now().toString().startsWith(since.substring(0, 19)));

        patch("described", "{\"spec\":{\"description\":\"another\"}}");

        await().atMost(SECONDS)
                .until(() -> condition(ControlPlane.ACCOUNT, "Function", "described")
                                .orElseThrow()
                                .path("observedGeneration")
                                .asInt()
                        == 2);
        assertThat(condition(ControlPlane.ACCOUNT, "Function", "described")
                        .orElseThrow()
                        .path("lastTransitionTime")
                        .asText())
                .isEqualTo(since);
    }

    private static void awaitAsBefore(Deployment before) {
        await().atMost(SECONDS).untilAsserted(() -> {
            Deployment now = cluster.client().resource(before).get();
            assertThat(now.getMetadata().getLabels())
                    .isEqualTo(before.getMetadata().getLabels());
            assertThat(now.getMetadata().getOwnerReferences())
                    .isEqualTo(before.getMetadata().getOwnerReferences());
            assertThat(now.getSpec()).isEqualTo(before.getSpec());
        });
    }

    private static Deployment deployment(String function) {
        return cluster.client().apps().deployments().inNamespace(ControlPlane.ACCOUNT).list().getItems().stream()
                .filter(each -> each.getMetadata().getName().startsWith(function + "-"))
                .findFirst()
                .orElseThrow();
    }

    private static void namespace(String name) {
        cluster.client()
                .resource(new NamespaceBuilder()
                        .withNewMetadata()
                        .withName(name)
                        .endMetadata()
                        .build())
                .create();
    }

    private static void create(String name) {
        cluster.client().resource(ControlPlane.function(name)).create();
    }

    private static GenericKubernetesResource function(String name, String configMap, String functionName) {
        return new GenericKubernetesResourceBuilder(ControlPlane.function(name))
                .addToAdditionalProperties(
                        "spec",
                        Map.of(
                                "functionName",
                                functionName,
                                "runtime",
                                "java25",
                                "handler",
                                "example.faults.Faults::echo",
                                "code",
                                Map.of("configMap", Map.of("name", configMap))))
                .build();
    }

    private static GenericKubernetesResource alias(String name, String function, String version) {
        return new GenericKubernetesResourceBuilder()
                .withApiVersion("lambda.hearth.dev/v1alpha1")
                .withKind("Alias")
                .withNewMetadata()
                .withNamespace(ControlPlane.ACCOUNT)
                .withName(name)
                .endMetadata()
                .addToAdditionalProperties("spec", Map.of("functionName", function, "functionVersion", version))
                .build();
    }

    private static void patch(String function, String patch) {
        cluster.functions().inNamespace(ControlPlane.ACCOUNT).withName(function).patch(MERGE, patch);
    }

    private static void awaitReady(String function) {
        await().atMost(LONG).until(() -> isReady("Function", function));
    }

    private static boolean isReady(String kind, String name) {
        return condition(ControlPlane.ACCOUNT, kind, name)
                .filter(ready -> ready.path("status").asText().equals("True"))
                .isPresent();
    }

    private static String reason(String kind, String name) {
        return condition(ControlPlane.ACCOUNT, kind, name)
                .map(ready -> ready.path("reason").asText())
                .orElse("");
    }

    private static MixedOperation<
                    GenericKubernetesResource, GenericKubernetesResourceList, Resource<GenericKubernetesResource>>
            all(String kind) {
        return cluster.client().genericKubernetesResources("lambda.hearth.dev/v1alpha1", kind);
    }

    /** Its condition {@code Ready}. */
    private static Optional<JsonNode> condition(String namespace, String kind, String name) {
        return condition(namespace, kind, name, "Ready");
    }

    private static Optional<JsonNode> condition(String namespace, String kind, String name, String type) {
        JsonNode resource = Serialization.jsonMapper()
                .valueToTree(all(kind).inNamespace(namespace).withName(name).get());
        for (JsonNode condition : resource.at("/status/conditions")) {
            if (condition.path("type").asText().equals(type)) {
                return Optional.of(condition);
            }
        }
        return Optional.empty();
    }
}
