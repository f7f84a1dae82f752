package dev.hearth.gateway.kubernetes;

import com.fasterxml.jackson.databind.JsonNode;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.DeploymentStatus;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * How large a Deployment was when it was last seen.
 *
 * @param uid of the Deployment
 * @param resourceVersion a change is made only to what was seen
 * @param count its {@code spec.replicas}
 * @param settled whether its controller has taken notice of that: until then pods may be made and ended for an older count
 */
record Replicas(String uid, String resourceVersion, int count, boolean settled) {
    static Replicas of(Deployment deployment) {
        @Nullable Integer count = deployment.getSpec().getReplicas();
        return new Replicas(
                deployment.getMetadata().getUid(),
                deployment.getMetadata().getResourceVersion(),
                count == null ? 1 : count,
                Optional.ofNullable(deployment.getStatus())
                        .map(DeploymentStatus::getObservedGeneration)
                        .filter(observed ->
                                observed.equals(deployment.getMetadata().getGeneration()))
                        .isPresent());
    }

    /** @param scale what the API server answered to a change of a Deployment's {@code scale}, which nobody has noticed yet */
    static Replicas ofChanged(JsonNode scale) {
        JsonNode meta = scale.path("metadata");
        return new Replicas(
                meta.path("uid").asText(),
                meta.path("resourceVersion").asText(),
                scale.path("spec").path("replicas").asInt(0),
                false);
    }
}
