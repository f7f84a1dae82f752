package dev.hearth.operator.function;

import dev.hearth.operator.desired.Labels;
import dev.hearth.operator.desired.Names;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.util.Map;
import java.util.Optional;

/**
 * Numbers of versions, each given once for as long as the namespace lives: also when the version or its function was deleted.
 * They are in a ConfigMap that belongs to nothing, by Lambda's name of the function.
 */
final class VersionCounter {
    private static final PatchContext MERGE = PatchContext.of(PatchType.JSON_MERGE);

    private final KubernetesClient client;

    VersionCounter(KubernetesClient client) {
        this.client = client;
    }

    /** The last number given; 0: none. Asks the API server. */
    long last(String namespace, String functionName) {
        return find(namespace).map(counters -> number(counters, functionName)).orElse(0L);
    }

    /**
     * A number that was never given, and never is again.
     *
     * @param atLeast above which it is
     * @throws io.fabric8.kubernetes.client.KubernetesClientException also when another was given at the same moment: ask again
     */
    long next(String namespace, String functionName, long atLeast) {
        Optional<ConfigMap> counters = find(namespace);
        long next = Math.max(
                        atLeast,
                        counters.map(each -> number(each, functionName)).orElse(0L))
                + 1;
        if (counters.isPresent()) {
            client.resource(counters.get()).patch(MERGE, given(counters.get(), functionName, next));
        } else {
            client.resource(first(namespace, functionName, next)).create();
        }
        return next;
    }

    /** Only while nobody else has changed the counters. */
    private static String given(ConfigMap counters, String functionName, long number) {
        return Serialization.asJson(Map.of(
                "metadata",
                Map.of("resourceVersion", counters.getMetadata().getResourceVersion()),
                "data",
                Map.of(functionName, Long.toString(number))));
    }

    private static ConfigMap first(String namespace, String functionName, long number) {
        return new ConfigMapBuilder()
                .withNewMetadata()
                .withNamespace(namespace)
                .withName(Names.VERSION_COUNTERS)
                .withLabels(Map.of(Labels.MANAGED_BY, Labels.HEARTH))
                .endMetadata()
                .withData(Map.of(functionName, Long.toString(number)))
                .build();
    }

    private Optional<ConfigMap> find(String namespace) {
        return Optional.ofNullable(client.configMaps()
                .inNamespace(namespace)
                .withName(Names.VERSION_COUNTERS)
                .get());
    }

    private static long number(ConfigMap counters, String functionName) {
        return Optional.ofNullable(counters.getData())
                .map(data -> data.get(functionName))
                .map(Long::parseLong)
                .orElse(0L);
    }
}
