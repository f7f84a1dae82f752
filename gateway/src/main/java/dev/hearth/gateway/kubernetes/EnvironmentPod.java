package dev.hearth.gateway.kubernetes;

import io.fabric8.kubernetes.api.model.ContainerState;
import io.fabric8.kubernetes.api.model.ContainerStateWaiting;
import io.fabric8.kubernetes.api.model.ContainerStatus;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodStatus;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What matters of a pod that may be an environment.
 *
 * @param name its pod and uid
 * @param deployment whose pod its names say it is; {@link PodIdentity} checks that
 * @param replicaSet its controller
 * @param revision value of its label {@link Labels#REVISION}
 * @param state how far it is on its way
 * @param onItsWay whether nothing that is known keeps it from starting: nodes without room, or a missing Secret, say
 * @param ip its address, empty before it has one
 */
record EnvironmentPod(
        ResourceName name,
        String uid,
        ResourceName deployment,
        Controller replicaSet,
        String revision,
        State state,
        boolean onItsWay,
        String ip) {
    static final String CONTROLLER_KIND = "ReplicaSet";
    private static final Set<String> ON_THE_WAY = Set.of("ContainerCreating", "PodInitializing");
    private static final Set<String> ENDED = Set.of("Failed", "Succeeded");

    /** A pod's way. */
    enum State {
        /** It runs or will. */
        LIVE,
        /** It was told to end. */
        TERMINATING,
        /** Its containers have ended for good, without having been told to. */
        ENDED
    }

    /** Empty: it has no label of a revision, or no ReplicaSet made it. */
    static Optional<EnvironmentPod> of(Pod pod) {
        ObjectMeta meta = pod.getMetadata();
        Map<String, String> labels = Optional.ofNullable(meta.getLabels()).orElseGet(Map::of);
        return Optional.ofNullable(labels.get(Labels.REVISION))
                .flatMap(revision -> Controller.of(pod, CONTROLLER_KIND)
                        .map(replicaSet -> new EnvironmentPod(
                                ResourceName.of(pod),
                                meta.getUid(),
                                deployment(meta.getNamespace(), labels, replicaSet),
                                replicaSet,
                                revision,
                                state(pod),
                                !isUnschedulable(pod) && !isHeldUp(pod),
                                ip(pod))));
    }

    EnvironmentPod terminating() {
        return new EnvironmentPod(name, uid, deployment, replicaSet, revision, State.TERMINATING, onItsWay, ip);
    }

    /** A ReplicaSet is called after its Deployment and its template's hash. */
    private static ResourceName deployment(String namespace, Map<String, String> labels, Controller replicaSet) {
        String hash = "-" + labels.getOrDefault(Labels.TEMPLATE_HASH, "");
        String name = replicaSet.name();
        return new ResourceName(
                namespace, name.endsWith(hash) ? name.substring(0, name.length() - hash.length()) : name);
    }

    private static boolean isUnschedulable(Pod pod) {
        return Optional.ofNullable(pod.getStatus()).map(PodStatus::getConditions).stream()
                .flatMap(List::stream)
                .anyMatch(condition -> condition.getType().equals("PodScheduled")
                        && condition.getStatus().equals("False"));
    }

    /** A Secret is missing, say, or the image cannot be pulled. */
    private static boolean isHeldUp(Pod pod) {
        return Optional.ofNullable(pod.getStatus()).map(PodStatus::getContainerStatuses).stream()
                .flatMap(List::stream)
                .anyMatch(EnvironmentPod::isHeldUp);
    }

    static boolean isHeldUp(ContainerStatus container) {
        return Optional.ofNullable(container.getState())
                .map(ContainerState::getWaiting)
                .map(ContainerStateWaiting::getReason)
                .filter(reason -> !ON_THE_WAY.contains(reason))
                .isPresent();
    }

    private static State state(Pod pod) {
        if (pod.getMetadata().getDeletionTimestamp() != null) {
            return State.TERMINATING;
        }
        return pod.getStatus() != null && ENDED.contains(pod.getStatus().getPhase()) ? State.ENDED : State.LIVE;
    }

    private static String ip(Pod pod) {
        return pod.getStatus() == null || pod.getStatus().getPodIP() == null
                ? ""
                : pod.getStatus().getPodIP();
    }
}
