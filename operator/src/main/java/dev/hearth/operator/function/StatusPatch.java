package dev.hearth.operator.function;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.client.CustomResource;
import io.javaoperatorsdk.operator.api.reconciler.UpdateControl;

/** A status as the only thing to write of a resource. */
final class StatusPatch {
    private StatusPatch() {}

    /** @param patch an empty resource of the kind */
    static <S, T extends CustomResource<?, S>> UpdateControl<T> of(HasMetadata resource, T patch, S status) {
        patch.setMetadata(new ObjectMetaBuilder()
                .withNamespace(resource.getMetadata().getNamespace())
                .withName(resource.getMetadata().getName())
                .build());
        patch.setSpec(null);
        patch.setStatus(status);
        return UpdateControl.patchStatus(patch);
    }
}
