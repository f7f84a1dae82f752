package dev.hearth.e2e.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.hearth.e2e.CloudEventServer;
import dev.hearth.e2e.Lambda;
import dev.hearth.e2e.TestThreads;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Asynchronous invocations of a cluster: a 202 is kept through the end of anything. */
@OnCluster
class AsyncE2E {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String NAMESPACE = "async";
    private static final int CLIENTS = 8;
    private static final int EVENTS = Integer.getInteger("hearth.events", 1_000);
    private static final int POISON = 20;
    /** Not many: Kubernetes starts a container that was killed later and later. */
    private static final int KILLS = 8 + EVENTS / 6_000;
    /** Between kills, in seconds. */
    private static final int LONGEST_PAUSE = 5 * Math.max(1, EVENTS / 10_000);
    /** Until all is done, in seconds. */
    private static final int PATIENCE = 240 + EVENTS / 100;

    private static final int MOST_ATTEMPTS = 3;

    private static Cluster cluster;
    private static Account account;
    private static Lambda lambda;

    @BeforeAll
    static void open(Cluster given) {
        cluster = given;
        account = Account.open(cluster, NAMESPACE);
        lambda = account.caller();
        await().atMost(Duration.ofMinutes(2)).ignoreExceptions().until(() -> {
            account.function("first", "echo");
            return lambda.event("first", "{}") == 202;
        });
    }

    /** Whoever comes next gets pods that were never killed: Kubernetes starts those that were later and later. */
    @AfterAll
    static void close() {
        account.close();
        for (String each :
                List.of("statefulset/hearth-nats", "deployment/hearth-gateway", "deployment/hearth-operator")) {
            cluster.kubectl("rollout", "restart", each, "-n", Cluster.NAMESPACE);
        }
        for (String each :
                List.of("statefulset/hearth-nats", "deployment/hearth-gateway", "deployment/hearth-operator")) {
            cluster.kubectl("rollout", "status", each, "-n", Cluster.NAMESPACE, "--timeout=3m");
        }
    }

    private static Reports reports() throws IOException {
        String address = Cluster.addressOfThisMachine().orElse("");
        Assumptions.assumeFalse(address.isEmpty(), "HEARTH_E2E_ADDRESS names no address that the cluster's pods reach");
        return new Reports(address);
    }

    private static void reported(String name, Reports reports, String... more) {
        List<String> spec = new ArrayList<>(
                List.of("timeout: 20", "environment: {variables: {REPORTS: \"" + reports.address() + "\"}}"));
        spec.addAll(List.of(more));
        cluster.apply(account.manifest(name, "example.faults.Reported::run", spec.toArray(String[]::new)));
        account.awaitReady(name);
    }

    private static List<JsonNode> failed(String function) throws Exception {
        List<JsonNode> all = new ArrayList<>();
        for (String marker = ""; marker != null; ) {
            JsonNode page = JSON.readTree(
                    lambda.get("/hearth/v1/functions/" + function + "/failed-events?MaxItems=1000" + marker));
            page.path("FailedEvents").forEach(all::add);
            marker =
                    page.has("NextMarker") ? "&Marker=" + page.get("NextMarker").asText() : null;
        }
        return all;
    }

    /** Environments, the gateway, the operator and the server of the queue are killed while events come. */
    @Test
    void losesNothingThatItHasAccepted() throws Exception {
        Assumptions.assumeTrue(Cluster.isOwn(), "its processes cannot be killed");
        long seed = System.nanoTime();
        System.out.println("cluster.AsyncE2E, seed " + seed + ", events " + EVENTS);
        try (Reports reports = reports()) {
            reported("steady", reports);
            reported("poison", reports, "eventInvokeConfig: {maximumRetryAttempts: 0}");
            Set<String> accepted = send(new Random(seed));

            await().atMost(Duration.ofSeconds(PATIENCE))
                    .pollInterval(Duration.ofSeconds(1))
                    .ignoreExceptions()
                    .untilAsserted(() -> {
                        Set<String> failed =
                                failed("poison").stream().map(AsyncE2E::id).collect(Collectors.toSet());
                        assertThat(failed)
                                .as("failed: exactly those that must")
                                .isEqualTo(accepted.stream()
                                        .filter(AsyncE2E::isPoison)
                                        .collect(Collectors.toSet()));
                        Set<String> untold = new HashSet<>(accepted);
                        untold.removeAll(reports.counts(0).keySet());
                        untold.removeAll(failed);
                        assertThat(untold).as("neither tried nor failed").isEmpty();
                    });
            assertThat(failed("poison").stream()
                            .map(each -> each.path("RequestId").asText()))
                    .as("each once")
                    .doesNotHaveDuplicates();
            assertThat(reports.counts(1).values()).as("attempts").allMatch(count -> count <= MOST_ATTEMPTS);
            System.out.println("accepted " + accepted.size() + ", attempts "
                    + reports.counts(1).values().stream()
                            .mapToLong(Long::longValue)
                            .sum() + ", of "
                    + reports.counts(1).size());
        }
    }

    private static String id(JsonNode failed) {
        try {
            return JSON.readTree(failed.path("Payload").asText()).path("id").asText();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private static boolean isPoison(String id) {
        return Integer.parseInt(id) % (EVENTS / POISON) == 0;
    }

    private static Set<String> send(Random random) throws Exception {
        Set<String> accepted = ConcurrentHashMap.newKeySet();
        try (TestThreads clients = new TestThreads()) {
            List<Future<?>> sending = IntStream.range(0, CLIENTS)
                    .<Future<?>>mapToObj(client -> clients.submit(() -> send(client, accepted)))
                    .toList();
            for (int kill = 0; kill < KILLS; kill++) {
                Thread.sleep(1_000L * random.nextInt(1, LONGEST_PAUSE));
                kill(kill);
            }
            for (Future<?> each : sending) {
                each.get();
            }
        }
        return accepted;
    }

    private static Void send(int client, Set<String> accepted) throws InterruptedException {
        for (int number = client; number < EVENTS; number += CLIENTS) {
            String id = Integer.toString(number);
            while (!isAccepted(id)) {
                Thread.sleep(100); // nobody said that it will be done
            }
            accepted.add(id);
            Thread.sleep(50);
        }
        return null;
    }

    private static boolean isAccepted(String id) throws InterruptedException {
        try {
            String function = isPoison(id) ? "poison" : "steady";
            return lambda.event(function, "{\"id\":" + id + ",\"fail\":" + isPoison(id) + "}") == 202;
        } catch (IOException e) {
            return false;
        }
    }

    private static void kill(int number) {
        Set<Long> processes = switch (number % 4) {
            case 0 -> Cluster.processes("nats-server");
            case 1 -> Cluster.environments("steady");
            case 2 -> Cluster.processes("/opt/hearth/gateway");
            default -> Cluster.processes("/opt/hearth/operator");
        };
        if (!processes.isEmpty()) {
            cluster.kill(processes);
        }
    }

    @Test
    void aliasesHaveTheirOwnDestinationsAndSecrets() throws Exception {
        String address = Cluster.addressOfThisMachine().orElse("");
        Assumptions.assumeFalse(address.isEmpty(), "HEARTH_E2E_ADDRESS names no address that the cluster's pods reach");
        try (CloudEventServer hook = CloudEventServer.start(address)) {
            cluster.apply(account.manifest("told", "example.faults.Faults::echo", "publish: true"));
            account.awaitReady("told");
            account.apply("""
                    apiVersion: v1
                    kind: Secret
                    metadata: {name: hook}
                    stringData: {token: hush}
                    ---
                    apiVersion: rbac.authorization.k8s.io/v1
                    kind: Role
                    metadata: {name: hook}
                    rules: [{apiGroups: [""], resources: [secrets], resourceNames: [hook], verbs: [get]}]
                    ---
                    apiVersion: rbac.authorization.k8s.io/v1
                    kind: RoleBinding
                    metadata: {name: hook}
                    roleRef: {apiGroup: rbac.authorization.k8s.io, kind: Role, name: hook}
                    subjects: [{kind: ServiceAccount, name: hearth-gateway, namespace: hearth-system}]
                    ---
                    apiVersion: lambda.hearth.dev/v1alpha1
                    kind: Alias
                    metadata: {name: told-live}
                    spec:
                      name: live
                      functionName: told
                      functionVersion: "1"
                      eventInvokeConfig:
                        destinationConfig:
                          onSuccess: {destination: "%s", secretRef: {name: hook}}
                    """.formatted(hook.url()));
            await().until(() -> Account.isReady(account.get("fnalias", "told-live")));

            assertThat(lambda.event("told", "{\"id\":0}")).isEqualTo(202);
            assertThat(lambda.event("told:live", "{\"id\":1}")).isEqualTo(202);

            await().until(() -> !hook.received().isEmpty());
            CloudEventServer.Received event = hook.received().getFirst();
            assertThat(event.headers()).containsEntry("authorization", "Bearer hush");
            JsonNode record = JSON.readTree(event.body());
            assertThat(record.at("/requestContext/functionArn").asText()).endsWith(":function:told:live");
            assertThat(record.at("/responseContext/executedVersion").asText()).isEqualTo("1");
            assertThat(record.at("/requestPayload/id").asInt()).isEqualTo(1);
            assertThat(hook.received()).hasSize(1);
        }
    }

    @Test
    void aDestinationThatMayNotBeHadIsACondition() {
        account.apply(account.manifest(
                "self",
                "example.faults.Faults::echo",
                "eventInvokeConfig: {destinationConfig: {onFailure: {destination: \"function:self\"}}}"));

        account.awaitSettled("self");

        assertThat(Account.condition(account.get("self"), "Ready").orElseThrow().toString())
                .contains("DestinationNotAllowed", "You can't specify the function as a destination for itself");
    }
}
