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
import java.util.regex.Pattern;

/**
 * Numbers of versions, each given once for as long as the namespace lives: also when the version or its function was deleted.
 * They are in a ConfigMap that belongs to nothing, by Lambda's name of the function.
 */
final class VersionCounter {
    private static final PatchContext MERGE = PatchContext.of(PatchType.JSON_MERGE);
    /** What a version may have as its number. */
    private static final Pattern NUMBER = Pattern.compile("[1-9][0-9]{0,9}");

    private final KubernetesClient client;

    VersionCounter(KubernetesClient client) {
        this.client = client;
    }

    /**
     * What the ConfigMap says of one function, among as much as its namespace's owners like to write into it.
     *
     * @param resourceVersion of the ConfigMap
     * @param last number that was given; 0: none, or somebody has written what is none
     */
    record Counter(String resourceVersion, long last) {}

    /** The last number given; 0: none. Asks the API server. */
    long last(String namespace, String functionName) {
        return find(namespace, functionName).map(Counter::last).orElse(0L);
    }

    /**
     * A number that was never given, and never is again.
     *
     * @param atLeast above which it is
     * @throws io.fabric8.kubernetes.client.KubernetesClientException also when another was given at the same moment: ask again
     */
    long next(String namespace, String functionName, long atLeast) {
        Optional<Counter> counter = find(namespace, functionName);
        long next = Math.max(atLeast, counter.map(Counter::last).orElse(0L)) + 1;
        ConfigMap counters = first(namespace, functionName, next);
        if (counter.isPresent()) {
            client.resource(counters).patch(MERGE, given(counter.get(), functionName, next));
        } else {
            client.resource(counters).create();
        }
        return next;
    }

    /** Only while nobody else has changed the counters. */
    private static String given(Counter counter, String functionName, long number) {
        return Serialization.asJson(Map.of(
                "metadata",
                Map.of("resourceVersion", counter.resourceVersion()),
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

    private Optional<Counter> find(String namespace, String functionName) {
        return ConfigMapContent.read(client, namespace, Names.VERSION_COUNTERS)
                .map(content -> new Counter(
                        content.text("metadata", "resourceVersion").orElse(""),
                        content.text("data", functionName)
                                .filter(text -> NUMBER.matcher(text).matches())
                                .map(Long::parseLong)
                                .orElse(0L)));
    }
}
