package dev.hearth.e2e.controlplane;

import static java.util.stream.Collectors.groupingBy;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.hearth.e2e.cluster.Tools;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.IOException;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.ResourceLock;

/** A version is a number, a copy of its code and a resource, written one after the other by an operator that may end in between. */
@ResourceLock("machine")
class PublishingE2E {
    private static final int FUNCTIONS = 10;
    private static final int KILLS = 4;

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
    void publishesEveryChangeOnceThoughTheOperatorIsKilledAgainAndAgain() throws Exception {
        long seed = System.nanoTime();
        System.out.println("PublishingE2E, seed " + seed);
        Random random = new Random(seed);
        names().forEach(PublishingE2E::create);
        for (int change = 1; change <= KILLS; change++) {
            try (Part operator = cluster.operator("publishing").awaitReady()) {
                describe(change);
                awaitOne(change);
                Thread.sleep(random.nextInt(500));
                operator.kill();
            }
        }

        try (Part operator = cluster.operator("publishing").awaitReady()) {
            names().forEach(PublishingE2E::awaitLast);
            check(versions());
        }
    }

    private static List<String> names() {
        return IntStream.range(0, FUNCTIONS).mapToObj(i -> "published" + i).toList();
    }

    private static void create(String name) {
        cluster.client().resource(ControlPlane.function(name)).create();
    }

    private static void describe(int change) {
        String patch = "{\"spec\":{\"publish\":true,\"description\":\"" + change + "\"}}";
        names().forEach(name -> cluster.functions()
                .inNamespace(ControlPlane.ACCOUNT)
                .withName(name)
                .patch(PatchContext.of(PatchType.JSON_MERGE), patch));
    }

    private static void awaitOne(int change) {
        await().pollInterval(Duration.ofMillis(10))
                .until(() -> versions().stream().anyMatch(version -> description(version) == change));
    }

    private static void awaitLast(String function) {
        await().until(() -> versions().stream()
                .filter(version -> functionName(version).equals(function) && description(version) == KILLS)
                .anyMatch(PublishingE2E::isReady));
    }

    private static void check(List<JsonNode> versions) {
        Map<String, List<JsonNode>> byFunction = versions.stream().collect(groupingBy(PublishingE2E::functionName));
        assertThat(byFunction).hasSize(FUNCTIONS);
        byFunction
                .values()
                .forEach(each -> assertThat(each.stream()
                                .sorted(Comparator.comparing(version -> Integer.parseInt(
                                        version.at("/spec/version").asText())))
                                .map(PublishingE2E::description))
                        .as("of %s, by number", each)
                        .isSorted()
                        .doesNotHaveDuplicates());
        await().untilAsserted(() -> versions.forEach(PublishingE2E::hasItsCode));
    }

    private static void hasItsCode(JsonNode version) {
        var copy = cluster.client()
                .configMaps()
                .inNamespace(ControlPlane.ACCOUNT)
                .withName(version.at("/spec/code/configMap/name").asText())
                .get();
        assertThat(copy.getImmutable()).isTrue();
        assertThat(copy.getMetadata().getOwnerReferences()).singleElement().satisfies(owner -> {
            assertThat(owner.getKind()).isEqualTo("FunctionVersion");
            assertThat(owner.getUid()).isEqualTo(version.at("/metadata/uid").asText());
        });
    }

    private static List<JsonNode> versions() {
        return cluster
                .client()
                .genericKubernetesResources("lambda.hearth.dev/v1alpha1", "FunctionVersion")
                .inNamespace(ControlPlane.ACCOUNT)
                .list()
                .getItems()
                .stream()
                .map(PublishingE2E::json)
                .toList();
    }

    private static JsonNode json(GenericKubernetesResource resource) {
        return Serialization.jsonMapper().valueToTree(resource);
    }

    private static String functionName(JsonNode version) {
        return version.at("/spec/functionName").asText();
    }

    private static int description(JsonNode version) {
        return version.at("/spec/description").asInt();
    }

    private static boolean isReady(JsonNode version) {
        return version.at("/status/conditions").findValuesAsText("status").contains("True");
    }
}
