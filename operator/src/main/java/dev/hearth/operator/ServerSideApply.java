package dev.hearth.operator;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;

/** How the operator changes what is its own: what it says holds, whoever wrote there before. */
public final class ServerSideApply {
    private static final PatchContext AS_OPERATOR = new PatchContext.Builder()
            .withPatchType(PatchType.SERVER_SIDE_APPLY)
            .withFieldManager("hearth-operator")
            .withForce(true)
            .build();

    private ServerSideApply() {}

    /** The resource as it is now. Fails with a conflict if it names a version that is not the newest. */
    public static <T extends HasMetadata> T apply(KubernetesClient client, T resource) {
        return client.resource(resource).patch(AS_OPERATOR);
    }
}
