package dev.hearth.gateway.kubernetes;

import io.fabric8.kubernetes.api.model.HasMetadata;

/** A namespaced resource of some kind. */
record ResourceName(String namespace, String name) {
    static ResourceName of(HasMetadata resource) {
        return new ResourceName(
                resource.getMetadata().getNamespace(), resource.getMetadata().getName());
    }

    @Override
    public String toString() {
        return namespace + "/" + name;
    }
}
