package dev.hearth.gateway.kubernetes;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.api.model.OwnerReference;
import io.fabric8.kubernetes.api.model.OwnerReferenceBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.DeploymentBuilder;
import io.fabric8.kubernetes.api.model.apps.ReplicaSet;
import io.fabric8.kubernetes.api.model.apps.ReplicaSetBuilder;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** What an API server answers. */
final class FakeCluster implements IdentityFacts, WorkloadApi {
    static final String REVISION = "r1";

    final Map<ResourceName, Pod> pods = new ConcurrentHashMap<>();
    final Map<ResourceName, ReplicaSet> replicaSets = new ConcurrentHashMap<>();
    final Map<ResourceName, Deployment> deployments = new ConcurrentHashMap<>();
    int askedForReplicaSets;

    // ---- objects ----

    Deployment deployment(String namespace, String name, String uid) {
        Deployment made = new DeploymentBuilder()
                .withMetadata(new ObjectMetaBuilder()
                        .withNamespace(namespace)
                        .withName(name)
                        .withUid(uid)
                        .withResourceVersion("1")
                        .withGeneration(1L)
                        .withLabels(new HashMap<>(Map.of(Labels.REVISION, REVISION)))
                        .build())
                .withNewSpec()
                .withReplicas(0)
                .withNewTemplate()
                .withNewSpec()
                .withServiceAccountName("runner")
                .endSpec()
                .endTemplate()
                .endSpec()
                .withNewStatus()
                .withObservedGeneration(1L)
                .endStatus()
                .build();
        deployments.put(ResourceName.of(made), made);
        return made;
    }

    ReplicaSet replicaSet(String namespace, String name, String uid, OwnerReference... owners) {
        ReplicaSet made = new ReplicaSetBuilder()
                .withNewMetadata()
                .withNamespace(namespace)
                .withName(name)
                .withUid(uid)
                .withOwnerReferences(owners)
                .endMetadata()
                .build();
        replicaSets.put(ResourceName.of(made), made);
        return made;
    }

    Pod pod(String namespace, String name, String uid, OwnerReference... owners) {
        Pod made = new PodBuilder()
                .withNewMetadata()
                .withNamespace(namespace)
                .withName(name)
                .withUid(uid)
                .withLabels(new HashMap<>(Map.of(Labels.REVISION, REVISION, Labels.TEMPLATE_HASH, "hash")))
                .withOwnerReferences(owners)
                .endMetadata()
                .withNewStatus()
                .withPhase("Running")
                .endStatus()
                .build();
        pods.put(ResourceName.of(made), made);
        return made;
    }

    static OwnerReference controller(HasMetadata owner) {
        return controller(owner, owner.getMetadata().getUid()).build();
    }

    static OwnerReferenceBuilder controller(HasMetadata owner, String uid) {
        return new OwnerReferenceBuilder()
                .withApiVersion("apps/v1")
                .withKind(owner.getKind())
                .withName(owner.getMetadata().getName())
                .withUid(uid)
                .withController(true);
    }

    /** A Deployment's only pod, made as Kubernetes does. */
    Pod podOf(Deployment deployment, String name) {
        String namespace = deployment.getMetadata().getNamespace();
        ReplicaSet set = replicaSet(
                namespace,
                deployment.getMetadata().getName() + "-hash",
                "set-of-" + deployment.getMetadata().getUid(),
                controller(deployment));
        return pod(namespace, name, "uid-of-" + name, controller(set));
    }

    // ---- what is asked ----

    @Override
    public Optional<EnvironmentPod> pod(ResourceName name) {
        return Optional.ofNullable(pods.get(name)).flatMap(EnvironmentPod::of);
    }

    @Override
    public Optional<Controller> controllerOf(ResourceName replicaSet, String uid) {
        askedForReplicaSets++;
        return Optional.ofNullable(replicaSets.get(replicaSet))
                .filter(found -> found.getMetadata().getUid().equals(uid))
                .flatMap(found -> Controller.of(found, "Deployment"));
    }

    @Override
    public Optional<EnvironmentDeployment> deployment(ResourceName name) {
        return Optional.ofNullable(deployments.get(name)).flatMap(EnvironmentDeployment::of);
    }

    @Override
    public Optional<Replicas> read(ResourceName deployment) {
        return Optional.ofNullable(deployments.get(deployment)).map(Replicas::of);
    }

    @Override
    public Optional<Replicas> scale(ResourceName deployment, Replicas seen, int count) {
        return Optional.ofNullable(deployments.get(deployment))
                .filter(now -> now.getMetadata().getUid().equals(seen.uid()))
                .map(now -> {
                    now.getSpec().setReplicas(count);
                    return Replicas.of(now);
                });
    }

    @Override
    public void mark(EnvironmentPod pod) {}

    @Override
    public void delete(EnvironmentPod pod, boolean atOnce) {
        pods.remove(pod.name());
    }
}
