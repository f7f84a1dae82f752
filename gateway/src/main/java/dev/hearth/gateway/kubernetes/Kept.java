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
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Namespace;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodConditionBuilder;
import io.fabric8.kubernetes.api.model.PodStatus;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.DeploymentSpecBuilder;
import io.fabric8.kubernetes.api.model.apps.DeploymentStatus;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
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

    /** What {@link Replicas} and an {@link EnvironmentDeployment} are made of. */
    static Deployment of(Deployment deployment) {
        Deployment kept = new Deployment();
        kept.setMetadata(identity(deployment.getMetadata())
                .withGeneration(deployment.getMetadata().getGeneration())
                .withLabels(labels(deployment, Labels.REVISION))
                .build());
        kept.setSpec(new DeploymentSpecBuilder()
                .withReplicas(deployment.getSpec().getReplicas())
                .withNewTemplate()
                .withNewSpec()
                .withServiceAccountName(EnvironmentDeployment.serviceAccount(deployment))
                .endSpec()
                .endTemplate()
                .build());
        DeploymentStatus status = new DeploymentStatus();
        Optional.ofNullable(deployment.getStatus())
                .map(DeploymentStatus::getObservedGeneration)
                .ifPresent(status::setObservedGeneration);
        kept.setStatus(status);
        return kept;
    }

    /** What an {@link EnvironmentPod} is made of; of a pod that is none, whoever labelled it, only which it is. */
    static Pod of(Pod pod) {
        Pod kept = new Pod();
        kept.setMetadata(identity(pod.getMetadata()).build());
        EnvironmentPod.of(pod).ifPresent(environment -> keep(environment, pod, kept));
        return kept;
    }

    private static void keep(EnvironmentPod environment, Pod pod, Pod kept) {
        kept.getMetadata().setLabels(labels(pod, Labels.REVISION, Labels.TEMPLATE_HASH));
        kept.getMetadata()
                .setOwnerReferences(List.of(environment.replicaSet().reference(EnvironmentPod.CONTROLLER_KIND)));
        kept.getMetadata().setDeletionTimestamp(pod.getMetadata().getDeletionTimestamp());
        Optional.ofNullable(pod.getStatus()).ifPresent(status -> kept.setStatus(reduced(status)));
    }

    private static Map<String, String> labels(HasMetadata resource, String... names) {
        Map<String, String> all =
                Optional.ofNullable(resource.getMetadata().getLabels()).orElseGet(Map::of);
        Map<String, String> few = new HashMap<>();
        for (String name : names) {
            Optional.ofNullable(all.get(name)).ifPresent(value -> few.put(name, value));
        }
        return few;
    }

    private static PodStatus reduced(PodStatus all) {
        PodStatus status = new PodStatus();
        status.setPhase(all.getPhase());
        status.setPodIP(all.getPodIP());
        status.setConditions(all.getConditions().stream()
                .filter(condition -> condition.getType().equals("PodScheduled"))
                .filter(condition -> condition.getStatus().equals("False"))
                .limit(1)
                .map(condition -> new PodConditionBuilder()
                        .withType(condition.getType())
                        .withStatus(condition.getStatus())
                        .build())
                .toList());
        status.setContainerStatuses(all.getContainerStatuses().stream()
                .filter(EnvironmentPod::isHeldUp)
                .limit(1)
                .map(Kept::waiting)
                .toList());
        return status;
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
