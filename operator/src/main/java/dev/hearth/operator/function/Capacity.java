package dev.hearth.operator.function;

import dev.hearth.operator.desired.Labels;
import io.fabric8.kubernetes.api.model.ContainerState;
import io.fabric8.kubernetes.api.model.ContainerStateWaiting;
import io.fabric8.kubernetes.api.model.ListOptionsBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodCondition;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.DeploymentCondition;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Whether a revision's environments can be had. Pods are looked at only when their Deployment has been short of them for some
 * time: then they say why.
 */
final class Capacity {
    /** A cold start may take that long on a busy node; callers, and with them the gateway, give up after 30 s. */
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    /** One of them tells why; anybody may make more with that label. */
    private static final long LOOKED_AT = Surroundings.PAGE;

    private final KubernetesClient client;
    private final Instant now;

    Capacity(KubernetesClient client, Instant now) {
        this.client = client;
        this.now = now;
    }

    /** Since when there are fewer pods than asked for; empty: there are enough. */
    static Optional<Instant> shortSince(Deployment deployment) {
        return Kept.condition(deployment, "Available")
                .filter(available -> available.getStatus().equals("False"))
                .map(DeploymentCondition::getLastTransitionTime)
                .map(Instant::parse);
    }

    /** Why the API server takes no pod: a quota, a LimitRange, an admission policy; empty: it takes them. */
    static Optional<String> failure(Deployment deployment) {
        return Kept.condition(deployment, "ReplicaFailure")
                .filter(failure -> failure.getStatus().equals("True"))
                .map(failure -> String.valueOf(failure.getMessage()));
    }

    /** What is in the way; empty: nothing that is known. What was in the way is, until pods have started or a change was made. */
    Optional<Obstacle> shortage(Standing standing, long generation, List<Deployment> deployments) {
        Optional<Obstacle> refused = deployments.stream()
                .flatMap(each -> failure(each).stream())
                .findFirst()
                .map(Capacity::refused);
        if (refused.isPresent()) {
            return refused;
        }
        Optional<Deployment> lacking =
                deployments.stream().filter(this::isShortForLong).findFirst();
        if (lacking.isPresent()) {
            return lacking.map(this::why);
        }
        boolean proven = deployments.stream()
                .anyMatch(each -> shortSince(each).isEmpty() && each.getSpec().getReplicas() > 0);
        return proven ? Optional.empty() : before(standing, generation);
    }

    private boolean isShortForLong(Deployment deployment) {
        return shortSince(deployment)
                .filter(since -> !since.plus(PATIENCE).isAfter(now))
                .isPresent();
    }

    private static Obstacle refused(String message) {
        return new Obstacle(
                Reason.EnvironmentsRefused,
                "the cluster takes no pod: " + message
                        + "; raise the quota, or change the limits or the policy that says so");
    }

    private static Optional<Obstacle> before(Standing standing, long generation) {
        return standing.condition(Conditions.CAPACITY)
                .filter(condition -> condition.getObservedGeneration().equals(generation))
                .map(condition -> new Obstacle(Reason.valueOf(condition.getReason()), condition.getMessage()));
    }

    private Obstacle why(Deployment deployment) {
        return pods(deployment)
                .flatMap(pod -> Stream.concat(unscheduled(pod), notStarted(pod)))
                .findFirst()
                .orElseGet(() -> new Obstacle(
                        Reason.EnvironmentsMissing,
                        "environments do not start; look at the events of Deployment "
                                + deployment.getMetadata().getName()));
    }

    private Stream<Pod> pods(Deployment deployment) {
        return client
                .pods()
                .inNamespace(deployment.getMetadata().getNamespace())
                .withLabel(Labels.REVISION, deployment.getMetadata().getLabels().get(Labels.REVISION))
                .list(new ListOptionsBuilder().withLimit(LOOKED_AT).build())
                .getItems()
                .stream();
    }

    private static Stream<Obstacle> unscheduled(Pod pod) {
        return pod.getStatus().getConditions().stream()
                .filter(condition -> condition.getType().equals("PodScheduled"))
                .filter(condition -> condition.getStatus().equals("False"))
                .map(PodCondition::getMessage)
                .map(message -> new Obstacle(
                        Reason.Unschedulable,
                        "no node takes an environment: " + firstSentence(message)
                                + "; add nodes, or correct spec.memorySize or spec.scheduling"));
    }

    /** The others are about preemption. */
    private static String firstSentence(String message) {
        int end = message.indexOf(". ");
        return end < 0 ? message : message.substring(0, end);
    }

    private static Stream<Obstacle> notStarted(Pod pod) {
        return pod.getStatus().getContainerStatuses().stream()
                .flatMap(status -> Optional.ofNullable(status.getState()).map(ContainerState::getWaiting).stream())
                .filter(waiting -> waiting.getMessage() != null)
                .map(Capacity::notStarted);
    }

    private static Obstacle notStarted(ContainerStateWaiting waiting) {
        String fix = waiting.getReason().equals("CreateContainerConfigError")
                ? "; make it, or correct spec.environment.variablesFrom"
                : "";
        return new Obstacle(
                Reason.EnvironmentsMissing,
                "environments do not start: " + waiting.getReason() + ": " + waiting.getMessage() + fix);
    }
}
