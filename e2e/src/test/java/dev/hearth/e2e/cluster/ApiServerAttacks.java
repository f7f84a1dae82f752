package dev.hearth.e2e.cluster;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.io.ByteArrayInputStream;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** What somebody can do at the API server who has ClusterRole {@code edit} in one namespace. */
final class ApiServerAttacks implements AutoCloseable {
    static final String ACCEPTED = "accepted";
    private static final Set<String> TAKEN = Set.of(ACCEPTED);
    private static final String DENIED = "denied by hearth-environments";
    private static final PatchContext MERGE = PatchContext.of(PatchType.JSON_MERGE);
    private static final int REQUEST_MILLIS = 60_000;
    private static final int MAX_CONFIG_MAPS = 31;
    private static final int SHOWN = 300;
    private static final int MAX_FUNCTIONS = 90;
    private static final Map<String, String> KEYS = keys(10_000);
    private static final String ANNOTATION = "x".repeat(200_000);

    private final String namespace;
    private final KubernetesClient client;
    private final AtomicInteger count = new AtomicInteger();

    ApiServerAttacks(AttackPlan plan) {
        namespace = plan.namespace();
        Config config = new ConfigBuilder(
                        Config.fromKubeconfig(plan.kubeconfig().toFile()))
                .withImpersonateUsername("system:serviceaccount:" + namespace + ":mallory")
                .withRequestTimeout(REQUEST_MILLIS)
                .withRequestRetryBackoffLimit(0)
                .build();
        client = new KubernetesClientBuilder().withConfig(config).build();
    }

    List<Attack> all() {
        return List.of(
                new Attack("ConfigMaps with 10,000 keys that no Function names", 0.5, TAKEN, this::configMaps),
                new Attack("pods that look like environments, with 10,000 labels", 0.5, Set.of(DENIED), this::pods),
                new Attack("environments' own pods, annotated with 200 KB", 1, TAKEN, this::annotations),
                new Attack("a function that is patched over and over", 10, TAKEN, () -> patched("patched")),
                new Attack(
                        "a function that publishes a version with every change",
                        0.5,
                        TAKEN,
                        () -> patched("published")),
                new Attack("an alias that leads elsewhere all the time", 2, TAKEN, this::aliases),
                new Attack("ninety functions that change all the time", 2, TAKEN, this::changes));
    }

    private static Map<String, String> keys(int count) {
        return IntStream.range(0, count)
                .mapToObj(key -> "k" + key)
                .collect(Collectors.toMap(Function.identity(), _ -> ""));
    }

    private String configMaps() {
        int number = count.incrementAndGet();
        ConfigMap map = new ConfigMapBuilder()
                .withNewMetadata()
                .withName("many-" + number % MAX_CONFIG_MAPS)
                .withNamespace(namespace)
                .addToLabels("number", Integer.toString(number))
                // the API server's own notes of so many fields would be larger than it takes
                .addNewManagedField()
                .endManagedField()
                .endMetadata()
                .withBinaryData(KEYS)
                .build();
        return tried(() -> client.resource(map).createOr(existing -> existing.update()));
    }

    private String pods() {
        Pod pod = new PodBuilder()
                .withNewMetadata()
                .withGenerateName("forged-")
                .withNamespace(namespace)
                .withLabels(KEYS)
                .addToLabels("lambda.hearth.dev/revision", "x")
                .endMetadata()
                .withNewSpec()
                .addNewSchedulingGate("example.com/never")
                // as Pod Security 'restricted' asks, so that it is not what refuses them
                .withNewSecurityContext()
                .withRunAsNonRoot(true)
                .withNewSeccompProfile()
                .withType("RuntimeDefault")
                .endSeccompProfile()
                .endSecurityContext()
                .addNewContainer()
                .withName("environment")
                .withImage("none")
                .withNewSecurityContext()
                .withAllowPrivilegeEscalation(false)
                .withNewCapabilities()
                .addToDrop("ALL")
                .endCapabilities()
                .endSecurityContext()
                .endContainer()
                .endSpec()
                .build();
        return tried(() -> client.resource(pod).create());
    }

    private String annotations() {
        List<Pod> own = client.pods()
                .inNamespace(namespace)
                .withLabel("lambda.hearth.dev/function")
                .list()
                .getItems();
        return own.isEmpty() ? "no pod" : tried(() -> annotate(own.getFirst()));
    }

    private void annotate(Pod pod) {
        client.resource(pod)
                .patch(
                        MERGE,
                        "{\"metadata\":{\"annotations\":{\"number\":\"" + count.incrementAndGet() + "\",\"much\":\""
                                + ANNOTATION + "\"}}}");
    }

    private String patched(String function) {
        int memory = 128 + count.incrementAndGet() % 1_000;
        return tried(() -> client.genericKubernetesResources("lambda.hearth.dev/v1alpha1", "Function")
                .inNamespace(namespace)
                .withName(function)
                .patch(MERGE, "{\"spec\":{\"memorySize\":" + memory + "}}"));
    }

    private String aliases() {
        return apply("""
                apiVersion: lambda.hearth.dev/v1alpha1
                kind: Alias
                metadata: {name: restless, namespace: %s}
                spec: {name: restless, functionName: published, functionVersion: "%d"}
                """.formatted(namespace, 1 + count.incrementAndGet() % 50));
    }

    private String changes() {
        int number = count.incrementAndGet();
        return declare("many-" + number % MAX_FUNCTIONS, "configMap: {name: code}", 128 + number % 1_000);
    }

    /** Applies a Function. */
    String declare(String name, String code, int memory) {
        return apply("""
                apiVersion: lambda.hearth.dev/v1alpha1
                kind: Function
                metadata: {name: %s, namespace: %s}
                spec: {runtime: java25, handler: "example.faults.Faults::echo", memorySize: %d, code: {%s}}
                """.formatted(name, namespace, memory, code));
    }

    private String apply(String manifest) {
        return tried(() -> client.load(new ByteArrayInputStream(StrangerAttacks.ascii(manifest)))
                .serverSideApply());
    }

    private static String tried(Runnable request) {
        try {
            request.run();
            return ACCEPTED;
        } catch (KubernetesClientException e) {
            String said = String.valueOf(e.getMessage());
            return said.contains("labels of environments")
                    ? DENIED
                    : "refused with " + e.getCode() + ": " + said.substring(0, Math.min(said.length(), SHOWN));
        }
    }

    @Override
    public void close() {
        client.close();
    }
}
