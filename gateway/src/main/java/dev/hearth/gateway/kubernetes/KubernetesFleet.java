package dev.hearth.gateway.kubernetes;

import dev.hearth.gateway.catalog.Revision;
import dev.hearth.gateway.fleet.Fleet;
import dev.hearth.gateway.fleet.FleetListener;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A fleet of pods: the gateway sets how large a revision's Deployment is and picks who goes; Kubernetes does the rest.
 *
 * <pre>
 *   dispatch ──► Workload ──► Step ──► ScalingLoop ──► API server
 *                   ▲                                     │
 *                   └────── Follower: Deployments, pods ◄──┘
 * </pre>
 */
final class KubernetesFleet implements Fleet, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(KubernetesFleet.class);

    private final KubernetesCatalog catalog;
    private final LongSupplier clock;
    private final Workloads workloads;
    private final CompletableFuture<FleetListener> listener = new CompletableFuture<>();
    private final ScalingLoop loop;
    private final PodIdentity identity;
    private final Resources<Deployment> deployments;
    private final Resources<Pod> pods;

    /**
     * @param labelled follows what has the label {@link Labels#REVISION}
     * @param asked the API server's own word about pods and their Deployments
     * @param clock monotonic nanoseconds
     */
    KubernetesFleet(
            Resources.Source labelled,
            WorkloadApi api,
            IdentityFacts asked,
            PodIdentity.Tokens tokens,
            KubernetesCatalog catalog,
            LongSupplier clock) {
        this.catalog = catalog;
        this.clock = clock;
        workloads = new Workloads(clock);
        loop = new ScalingLoop(api, clock);
        deployments =
                labelled.follow("deployments", Deployment.class, Kept::of, new Listener<>(this::seen, this::forget));
        pods = labelled.follow("pods", Pod.class, Kept::of, new Listener<>(this::seen, this::gone));
        identity = new PodIdentity(tokens, new Seen(), asked, clock);
        deployments.start();
        pods.start();
    }

    private record Listener<T>(Consumer<T> whenThere, Consumer<T> whenGone) implements Resources.Listener<T> {
        @Override
        public void there(T resource) {
            whenThere.accept(resource);
        }

        @Override
        public void gone(T resource) {
            whenGone.accept(resource);
        }
    }

    /** What informers have seen; they do not follow ReplicaSets. */
    private final class Seen implements IdentityFacts {
        @Override
        public Optional<EnvironmentPod> pod(ResourceName name) {
            return pods.find(name).flatMap(EnvironmentPod::of);
        }

        @Override
        public Optional<Controller> controllerOf(ResourceName replicaSet, String uid) {
            return Optional.empty();
        }

        @Override
        public Optional<EnvironmentDeployment> deployment(ResourceName name) {
            return deployments.find(name).flatMap(EnvironmentDeployment::of);
        }
    }

    /** Completes when every Deployment and pod that exists is known. */
    CompletionStage<Void> complete() {
        return deployments.firstList().thenCompose(_ -> pods.firstList());
    }

    /** @param told when an environment is gone */
    void begin(FleetListener told) {
        listener.complete(told);
    }

    // ---- what dispatch says ----

    @Override
    public void want(Revision revision, int environments) {
        DeploymentRef deployment = DeploymentRef.of(revision);
        Workload workload = workloads.of(deployment.name());
        if (workload.replicas().isEmpty()) {
            deployments.find(deployment.name()).map(Replicas::of).ifPresent(workload::seen);
        }
        workload.want(deployment.uid(), environments, clock.getAsLong());
        loop.advance(deployment.name(), workload);
    }

    @Override
    public void wantAtMost(Revision revision, int environments) {
        DeploymentRef deployment = DeploymentRef.of(revision);
        workloads.find(deployment.name()).ifPresent(workload -> {
            workload.wantAtMost(deployment.uid(), environments, clock.getAsLong());
            loop.advance(deployment.name(), workload);
        });
    }

    @Override
    public void release(Revision revision, String environmentId) {
        ResourceName name = DeploymentRef.of(revision).name();
        Workload workload = workloads.of(name);
        workload.release(environmentId);
        loop.advance(name, workload);
    }

    @Override
    public void remove(Revision revision, String environmentId) {
        ResourceName name = DeploymentRef.of(revision).name();
        Workload workload = workloads.of(name);
        workload.remove(environmentId);
        loop.advance(name, workload);
    }

    @Override
    public boolean isStarting(Revision revision, Predicate<String> arrived) {
        DeploymentRef deployment = DeploymentRef.of(revision);
        return workloads
                .find(deployment.name())
                .filter(workload -> workload.isStarting(deployment.uid(), arrived, clock.getAsLong()))
                .isPresent();
    }

    @Override
    public CompletionStage<Optional<Revision>> identify(String environmentId, String token) {
        return identity.prove(environmentId, token).thenApply(proven -> proven.flatMap(this::attach));
    }

    private Optional<Revision> attach(PodIdentity.Proven proven) {
        EnvironmentPod pod = proven.pod();
        Workload workload = workloads.member(pod, proven.deployment().name());
        return catalog.ofDeployment(proven.deployment())
                .filter(revision -> workload.attach(pod.name().name(), revision));
    }

    /** Once a second: what failed is tried again, what is no longer wanted lapses. */
    void review() {
        workloads.forEach(loop::advance);
        workloads.forgetIdle();
    }

    // ---- what is seen ----

    private void seen(Deployment deployment) {
        ResourceName name = ResourceName.of(deployment);
        Replicas now = Replicas.of(deployment);
        if (now.count() > 0 || workloads.find(name).isPresent()) {
            Workload workload = workloads.of(name);
            workload.seen(now);
            loop.advance(name, workload);
        }
    }

    /** Its pods are still to go, and dispatch is to be told. */
    private void forget(Deployment deployment) {
        workloads
                .find(ResourceName.of(deployment))
                .ifPresent(workload -> workload.gone(deployment.getMetadata().getUid()));
    }

    /** Whether it is there, as far as was seen. */
    boolean isThere(DeploymentRef deployment) {
        return deployments
                .find(deployment.name())
                .filter(seen -> seen.getMetadata().getUid().equals(deployment.uid()))
                .isPresent();
    }

    /** Whoever takes its label or its owner away makes it nobody's environment. */
    private void seen(Pod pod) {
        EnvironmentPod.of(pod).ifPresentOrElse(this::seen, () -> gone(pod));
    }

    private void seen(EnvironmentPod pod) {
        ResourceName deployment = workloads.seen(pod);
        if (pod.state() == EnvironmentPod.State.ENDED) {
            workloads
                    .gone(pod.name(), pod.uid())
                    .ifPresentOrElse(
                            ran -> tellGone(ran, pod.name(), "its pod has ended"),
                            () -> tellNotStarted(pod, deployment));
            loop.advance(deployment, workloads.member(pod, deployment));
        }
    }

    private void gone(Pod pod) {
        ResourceName name = ResourceName.of(pod);
        workloads.gone(name, pod.getMetadata().getUid()).ifPresent(ran -> tellGone(ran, name, "its pod is gone"));
    }

    private void tellGone(Revision ran, ResourceName pod, String reason) {
        listener.join().environmentGone(ran, pod.name(), reason);
        LOG.atDebug().setMessage("environment gone").addKeyValue("pod", pod).log();
    }

    /** It has proven nothing: it counts for the Deployment that has its name. */
    private void tellNotStarted(EnvironmentPod pod, ResourceName deployment) {
        workloads
                .find(deployment)
                .flatMap(Workload::replicas)
                .flatMap(seen -> catalog.ofDeployment(new DeploymentRef(deployment, seen.uid())))
                .ifPresent(revision -> listener.join()
                        .environmentNotStarted(revision, pod.name().name(), "its pod has ended"));
    }

    /** Where an environment's own metrics are served. */
    Optional<String> address(Revision revision, String environmentId) {
        return workloads
                .find(DeploymentRef.of(revision).name())
                .flatMap(workload -> workload.pod(environmentId))
                .map(EnvironmentPod::ip)
                .filter(ip -> !ip.isEmpty());
    }

    /** Leaves the environments alone: they wait for the next gateway. */
    @Override
    public void close() {
        deployments.close();
        pods.close();
        loop.close();
        identity.close();
    }
}
