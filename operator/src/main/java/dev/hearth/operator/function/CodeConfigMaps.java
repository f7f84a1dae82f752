package dev.hearth.operator.function;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Semaphore;

/**
 * Packages in ConfigMaps. Of each that a function names the digests of the named keys are kept in memory, until the ConfigMap
 * changes; its content is not.
 */
final class CodeConfigMaps {
    /** Contents in memory at the same time, a few megabytes each. */
    private static final int AT_ONCE = 4;
    /** Stands for the only key, which no ConfigMap can have. */
    private static final String ONLY = "";

    private static final String NONE = "";

    private final KubernetesClient client;
    private final NamedStore<ConfigMap> store;
    private final Semaphore reads = new Semaphore(AT_ONCE, true);

    CodeConfigMaps(KubernetesClient client, NamedStore<ConfigMap> store) {
        this.client = client;
        this.store = store;
    }

    /** A ConfigMap of which nothing was read yet. */
    static ConfigMap kept(ConfigMap configMap) {
        return stub(
                configMap.getMetadata().getNamespace(),
                configMap.getMetadata().getName(),
                configMap.getMetadata().getResourceVersion(),
                Map.of());
    }

    private static ConfigMap stub(String namespace, String name, String resourceVersion, Map<String, String> digests) {
        return new ConfigMapBuilder()
                .withNewMetadata()
                .withNamespace(namespace)
                .withName(name)
                .withResourceVersion(resourceVersion)
                .endMetadata()
                .withBinaryData(digests)
                .build();
    }

    /**
     * SHA-256 of a package, lower-case hex; empty: there is none, or it is not clear which.
     *
     * @param key empty: the only one
     */
    Optional<String> digest(String namespace, String name, Optional<String> key) {
        String known = digests(namespace, name).get(key.orElse(ONLY));
        return Optional.ofNullable(known).or(() -> read(namespace, name, key)).filter(digest -> !digest.equals(NONE));
    }

    private Map<String, String> digests(String namespace, String name) {
        return store.find(namespace + "/" + name).map(ConfigMap::getBinaryData).orElseGet(Map::of);
    }

    private Optional<String> read(String namespace, String name, Optional<String> key) {
        String resource = namespace + "/" + name;
        Object read = store.read(resource);
        try {
            Optional<String> digest = digestOf(namespace, name, key);
            digest.ifPresent(found -> {
                Map<String, String> digests = new HashMap<>(digests(namespace, name));
                digests.put(key.orElse(ONLY), found);
                store.remember(resource, read, stub(namespace, name, "read", digests));
            });
            return digest;
        } finally {
            store.readEnded(resource, read);
        }
    }

    private Optional<String> digestOf(String namespace, String name, Optional<String> key) {
        reads.acquireUninterruptibly();
        try {
            return ConfigMapContent.read(client, namespace, name)
                    .map(content -> content.digest(key).orElse(NONE));
        } finally {
            reads.release();
        }
    }
}
