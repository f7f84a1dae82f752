package dev.hearth.gateway.kubernetes;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * Resources of a cluster, followed with informers.
 *
 * @param namespace only of this one; empty: of all
 * @param label only with this label; empty: with and without
 */
record ClusterResources(KubernetesClient client, Optional<String> namespace, Optional<String> label)
        implements Resources.Source {
    static ClusterResources everywhere(KubernetesClient client) {
        return new ClusterResources(client, Optional.empty(), Optional.empty());
    }

    ClusterResources labelled(String name) {
        return new ClusterResources(client, namespace, Optional.of(name));
    }

    ClusterResources in(String name) {
        return new ClusterResources(client, Optional.of(name), label);
    }

    @Override
    public <T extends HasMetadata> Resources<T> follow(
            String what, Class<T> kind, UnaryOperator<T> kept, Resources.Listener<T> listener) {
        var all = client.resources(kind);
        var those = namespace.isPresent() ? all.inNamespace(namespace.get()) : all.inAnyNamespace();
        return Follower.of(what, label.isPresent() ? those.withLabel(label.get()) : those, kept, listener);
    }
}
