package dev.hearth.operator.desired;

import dev.hearth.crds.ApiGroup;
import dev.hearth.crds.Function;
import io.fabric8.kubernetes.api.model.OwnerReference;
import io.fabric8.kubernetes.api.model.OwnerReferenceBuilder;

/** Ties what is made to its function, so that deleting the function is enough, whether or not the operator runs. */
final class Owner {
    private Owner() {}

    static OwnerReference of(Function function) {
        return new OwnerReferenceBuilder()
                .withApiVersion(ApiGroup.NAME + "/" + ApiGroup.VERSION)
                .withKind("Function")
                .withName(function.getMetadata().getName())
                .withUid(function.getMetadata().getUid())
                .withController(true)
                .withBlockOwnerDeletion(false)
                .build();
    }
}
