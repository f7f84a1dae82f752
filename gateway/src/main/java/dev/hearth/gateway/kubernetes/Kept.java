package dev.hearth.gateway.kubernetes;

import dev.hearth.crds.Alias;
import dev.hearth.crds.AliasSpec;
import dev.hearth.crds.Function;
import dev.hearth.crds.FunctionSpec;
import dev.hearth.crds.FunctionVersion;
import dev.hearth.crds.FunctionVersionSpec;
import io.fabric8.kubernetes.api.model.ContainerState;
import io.fabric8.kubernetes.api.model.ContainerStateBuilder;
import io.fabric8.kubernetes.api.model.ContainerStatus;
import io.fabric8.kubernetes.api.model.Namespace;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodConditionBuilder;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.PodStatus;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.DeploymentSpec;
import io.fabric8.kubernetes.api.model.apps.DeploymentStatus;
import java.util.Optional;

/** What stays in memory of resources that are followed; the most of a resource is of no use here. */
final class Kept {
    private Kept() {}

    /** What tells one state of it from another. */
    private static ObjectMetaBuilder identity(ObjectMeta all) {
        return new ObjectMetaBuilder()
                .withNamespace(all.getNamespace())
                .withName(all.getName())
                .withUid(all.getUid())
                .withResourceVersion(all.getResourceVersion());
    }

    /** Name and version; what it serves is kept as a {@link ServedFunction}. */
    static Function of(Function function) {
        Function kept = new Function();
        kept.setSpec(new FunctionSpec());
        kept.setMetadata(identity(function.getMetadata()).build());
        return kept;
    }

    /** Name, version and whose it is; what it serves is kept as a {@link ServedFunction}. */
    static FunctionVersion of(FunctionVersion version) {
        FunctionVersionSpec spec = new FunctionVersionSpec();
        spec.setFunctionName(version.getSpec().getFunctionName());
        spec.setRelease(version.getSpec().getRelease());
        FunctionVersion kept = new FunctionVersion();
        kept.setSpec(spec);
        kept.setMetadata(identity(version.getMetadata()).build());
        return kept;
    }

    /** Name and whose it is; where it leads is kept as a {@link FunctionGroup.NamedAlias}. */
    static Alias of(Alias alias) {
        AliasSpec spec = new AliasSpec();
        spec.setFunctionName(alias.getSpec().getFunctionName());
        Alias kept = new Alias();
        kept.setSpec(spec);
        kept.setMetadata(identity(alias.getMetadata()).build());
        return kept;
    }

    /** Its name; what its annotations say is told on. */
    static Namespace of(Namespace namespace) {
        Namespace kept = new Namespace();
        kept.setMetadata(identity(namespace.getMetadata()).build());
        return kept;
    }

    /** Nothing secret; a key is kept as an {@link AccessKeys.Key}. */
    static Secret of(Secret secret) {
        Secret kept = new Secret();
        kept.setMetadata(identity(secret.getMetadata()).build());
        return kept;
    }

    /** What {@link Replicas} are made of. */
    static Deployment of(Deployment deployment) {
        Deployment kept = new Deployment();
        kept.setMetadata(identity(deployment.getMetadata())
                .withGeneration(deployment.getMetadata().getGeneration())
                .build());
        DeploymentSpec spec = new DeploymentSpec();
        spec.setReplicas(deployment.getSpec().getReplicas());
        kept.setSpec(spec);
        DeploymentStatus status = new DeploymentStatus();
        Optional.ofNullable(deployment.getStatus())
                .map(DeploymentStatus::getObservedGeneration)
                .ifPresent(status::setObservedGeneration);
        kept.setStatus(status);
        return kept;
    }

    /** What an {@link EnvironmentPod} is made of. */
    static Pod of(Pod pod) {
        Pod kept = new Pod();
        kept.setMetadata(identity(pod.getMetadata())
                .withLabels(pod.getMetadata().getLabels())
                .withOwnerReferences(pod.getMetadata().getOwnerReferences())
                .withDeletionTimestamp(pod.getMetadata().getDeletionTimestamp())
                .build());
        PodSpec spec = new PodSpec();
        spec.setNodeName(pod.getSpec().getNodeName());
        kept.setSpec(spec);
        PodStatus status = new PodStatus();
        if (pod.getStatus() != null) {
            status.setPhase(pod.getStatus().getPhase());
            status.setPodIP(pod.getStatus().getPodIP());
            status.setConditions(pod.getStatus().getConditions().stream()
                    .filter(condition -> condition.getType().equals("PodScheduled"))
                    .filter(condition -> condition.getStatus().equals("False"))
                    .map(condition -> new PodConditionBuilder()
                            .withType(condition.getType())
                            .withStatus(condition.getStatus())
                            .build())
                    .toList());
            status.setContainerStatuses(pod.getStatus().getContainerStatuses().stream()
                    .map(Kept::waiting)
                    .toList());
        }
        kept.setStatus(status);
        return kept;
    }

    /** Of a container only why it waits. */
    private static ContainerStatus waiting(ContainerStatus container) {
        ContainerStatus kept = new ContainerStatus();
        Optional.ofNullable(container.getState())
                .map(ContainerState::getWaiting)
                .map(waiting -> new ContainerStateBuilder()
                        .withNewWaiting(null, waiting.getReason())
                        .build())
                .ifPresent(kept::setState);
        return kept;
    }
}
