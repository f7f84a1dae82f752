package dev.hearth.gateway.kubernetes;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.util.Optional;

/** Identity facts as the API server has them at this moment: informers may be behind a pod that has just started. */
record ClusterFacts(KubernetesClient client) implements IdentityFacts {
    @Override
    public Optional<EnvironmentPod> pod(ResourceName name) {
        return Optional.ofNullable(client.pods()
                        .inNamespace(name.namespace())
                        .withName(name.name())
                        .get())
                .flatMap((Pod pod) -> EnvironmentPod.of(pod));
    }

    @Override
    public Optional<Controller> controllerOf(ResourceName replicaSet, String uid) {
        return Optional.ofNullable(client.apps()
                        .replicaSets()
                        .inNamespace(replicaSet.namespace())
                        .withName(replicaSet.name())
                        .get())
                .filter(found -> uid.equals(found.getMetadata().getUid()))
                .flatMap(found -> Controller.of(found, "Deployment"));
    }

    @Override
    public Optional<EnvironmentDeployment> deployment(ResourceName name) {
        return Optional.ofNullable(client.apps()
                        .deployments()
                        .inNamespace(name.namespace())
                        .withName(name.name())
                        .get())
                .flatMap((Deployment deployment) -> EnvironmentDeployment.of(deployment));
    }
}
