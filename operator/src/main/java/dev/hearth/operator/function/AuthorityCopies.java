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
    /** Of each namespace the monitor of who writes its copy: many functions may want the same at once. */
    private final Map<String, Object> turns = new ConcurrentHashMap<>();

    /** @param resourceVersion empty: it is being written */
    private record Copy(String pem, Optional<String> resourceVersion) {
        boolean isWritten(String wanted) {
            return pem.equals(wanted) && resourceVersion.isPresent();
        }
    }

    AuthorityCopies(KubernetesClient client) {
        this.client = client;
    }

    /** Writes what is missing or different; nothing is written when the API server has just that. */
    void ensure(String namespace, String pem) {
        synchronized (turns.computeIfAbsent(namespace, _ -> new Object())) {
            @Nullable Copy known = copies.get(namespace);
            if (known == null || !known.isWritten(pem)) {
                write(namespace, pem);
            }
        }
    }

    /**
     * Asks the API server, outside of a map's lock: other namespaces share that. A change that is told meanwhile may be somebody
     * else's, so that what is there is not known.
     */
    private void write(String namespace, String pem) {
        Copy begun = new Copy(pem, Optional.empty());
        copies.put(namespace, begun);
        ConfigMap applied = ServerSideApply.apply(client, DesiredAuthorities.of(namespace, pem));
        String version = applied.getMetadata().getResourceVersion();
        copies.replace(namespace, begun, new Copy(pem, Optional.of(version)));
    }

    /** The namespace whose copy somebody else has changed or deleted; empty: that ConfigMap is none, or it is as it was written. */
    Optional<String> changed(ConfigMap configMap) {
        if (!configMap.getMetadata().getName().equals(Names.AUTHORITIES)) {
            return Optional.empty();
        }
        String namespace = configMap.getMetadata().getNamespace();
        Optional<String> version = Optional.of(configMap.getMetadata().getResourceVersion());
        @Nullable
        Copy left = copies.computeIfPresent(
                namespace, (_, known) -> known.resourceVersion().equals(version) ? known : null);
        return left == null ? Optional.of(namespace) : Optional.empty();
    }
}
