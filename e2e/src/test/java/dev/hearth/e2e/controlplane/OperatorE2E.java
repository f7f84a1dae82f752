package dev.hearth.e2e.controlplane;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.hearth.e2e.cluster.Tools;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.IOException;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.ResourceLock;

@ResourceLock("machine")
@ResourceLock("cluster") // a second API server that is as busy leaves no processor to the cluster's
class OperatorE2E {
    private static final int MANY = 1_000;
    private static final int AT_ONCE = 20;

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
    void waitsForAnApiServerThatIsAwayWhenItStarts() throws Exception {
        try (Passage passage = cluster.passage();
                Part operator = cluster.operator("waiting", Optional.of(passage))) {
            await().during(Duration.ofSeconds(10))
                    .atMost(Duration.ofSeconds(30))
                    .until(() -> operator.isAlive() && !operator.isReady());

            passage.open();

            operator.awaitReady();
        }
    }

    @Test
    void makesAThousandFunctionsAtOnceReadyAndARestartWritesNothing() throws Exception {
        try (Part first = cluster.operator("first").awaitReady()) {
            createMany();
            await().atMost(Duration.ofMinutes(5))
                    .pollInterval(Duration.ofSeconds(1))
                    .until(() -> readyGenerations().size() == MANY);
            assertThat(cluster.client()
                            .apps()
                            .deployments()
                            .inNamespace(ControlPlane.ACCOUNT)
                            .list()
                            .getItems())
                    .hasSize(MANY)
                    .allMatch(deployment -> deployment.getSpec().getReplicas() == 0);
        }
        Map<String, String> before = versions();
        long writesBefore = writes("deployments") + writes("networkpolicies");

        try (Part second = cluster.operator("second").awaitReady()) {
            cluster.functions()
                    .inNamespace(ControlPlane.ACCOUNT)
                    .withName("f7")
                    .patch(PatchContext.of(PatchType.JSON_MERGE), "{\"spec\":{\"timeout\":7}}");
            long changedNanos = System.nanoTime();
            await().until(() -> readyGenerations().contains("f7 2"));
            System.err.printf(
                    "OperatorE2E: a change after a restart with %d functions is Ready after %.1f s%n",
                    MANY, (System.nanoTime() - changedNanos) / 1e9);
            Map<String, String> changed = versions();
            changed.entrySet().removeAll(before.entrySet());
            assertThat(changed.keySet()).allMatch(name -> name.contains("/f7"));
            assertThat(writes("deployments") + writes("networkpolicies") - writesBefore)
                    .as("requests that write, also what is there already")
                    .isLessThan(10);
        }
    }

    /** Requests that create, change or patch resources of a kind, as the API server counts them. */
    private static long writes(String kind) {
        return cluster.client()
                .raw("/metrics")
                .lines()
                .filter(line -> line.startsWith("apiserver_request_total{"))
                .filter(line -> line.contains("resource=\"" + kind + "\""))
                .filter(line ->
                        Stream.of("POST", "PUT", "PATCH", "APPLY").anyMatch(verb -> line.contains("\"" + verb + "\"")))
                .mapToLong(line -> (long) Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
                .sum();
    }

    private static void createMany() {
        try (ExecutorService threads = Executors.newFixedThreadPool(AT_ONCE)) {
            IntStream.range(0, MANY)
                    .forEach(i -> threads.submit(() -> cluster.client()
                            .resource(ControlPlane.function("f" + i))
                            .create()));
        }
    }

    /** Names of those that are Ready, with the generation that is. */
    private static Set<String> readyGenerations() {
        Set<String> ready = new HashSet<>();
        for (GenericKubernetesResource each : functions()) {
            JsonNode function = Serialization.jsonMapper().valueToTree(each);
            for (JsonNode condition : function.at("/status/conditions")) {
                if (condition.get("type").asText().equals("Ready")
                        && condition.get("status").asText().equals("True")) {
                    ready.add(each.getMetadata().getName() + " "
                            + condition.get("observedGeneration").asText());
                }
            }
        }
        return ready;
    }

    private static List<GenericKubernetesResource> functions() {
        return cluster.functions().inNamespace(ControlPlane.ACCOUNT).list().getItems();
    }

    private static Map<String, String> versions() {
        var client = cluster.client();
        return Stream.of(
                        functions(),
                        client.apps()
                                .deployments()
                                .inNamespace(ControlPlane.ACCOUNT)
                                .list()
                                .getItems(),
                        client.network()
                                .v1()
                                .networkPolicies()
                                .inNamespace(ControlPlane.ACCOUNT)
                                .list()
                                .getItems(),
                        client.configMaps()
                                .inNamespace(ControlPlane.ACCOUNT)
                                .list()
                                .getItems())
                .flatMap(List::stream)
                .map(HasMetadata.class::cast)
                .collect(Collectors.toMap(
                        item -> item.getKind() + "/" + item.getMetadata().getName(),
                        item -> item.getMetadata().getResourceVersion()));
    }
}
