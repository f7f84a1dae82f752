package dev.hearth.operator.function;

import dev.hearth.operator.ServerSideApply;
import dev.hearth.operator.desired.DesiredAuthorities;
import dev.hearth.operator.desired.Names;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** The CA certificates of the gateway in each namespace that has functions, written once and again when somebody changes them. */
final class AuthorityCopies {
    private final KubernetesClient client;
    private final Map<String, Copy> copies = new ConcurrentHashMap<>();

    private record Copy(String pem, String resourceVersion) {}

    AuthorityCopies(KubernetesClient client) {
        this.client = client;
    }

    /** Writes what is missing or different; nothing is written when the API server has just that. */
    void ensure(String namespace, String pem) {
        copies.compute(
                namespace, (_, known) -> known != null && known.pem().equals(pem) ? known : written(namespace, pem));
    }

    private Copy written(String namespace, String pem) {
        ConfigMap applied = ServerSideApply.apply(client, DesiredAuthorities.of(namespace, pem));
        return new Copy(pem, applied.getMetadata().getResourceVersion());
    }

    /** The namespace whose copy somebody else has changed or deleted; empty: that ConfigMap is none, or it is as it was written. */
    Optional<String> changed(ConfigMap configMap) {
        if (!configMap.getMetadata().getName().equals(Names.AUTHORITIES)) {
            return Optional.empty();
        }
        String namespace = configMap.getMetadata().getNamespace();
        String version = configMap.getMetadata().getResourceVersion();
        @Nullable
        Copy left = copies.computeIfPresent(
                namespace, (_, known) -> known.resourceVersion().equals(version) ? known : null);
        return left == null ? Optional.of(namespace) : Optional.empty();
    }
}
