package dev.hearth.gateway.kubernetes;

import dev.hearth.gateway.catalog.Home;
import dev.hearth.gateway.catalog.Revision;
import dev.hearth.gateway.fleet.Fleet;
import dev.hearth.gateway.fleet.FleetListener;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
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
    private final long startedNanos;
    private final Map<ResourceName, Workload> workloads = new ConcurrentHashMap<>();
    private final CompletableFuture<FleetListener> listener = new CompletableFuture<>();
    private final ScalingLoop loop;
    private final PodIdentity identity;
    private final Follower<Deployment> deployments;
    private final Follower<Pod> pods;

    /** @param clock monotonic nanoseconds */
    KubernetesFleet(
            KubernetesClient client, KubernetesCatalog catalog, ServiceAccountTokens tokens, LongSupplier clock) {
        this.catalog = catalog;
        this.clock = clock;
        startedNanos = clock.getAsLong();
        loop = new ScalingLoop(new WorkloadApi(client), clock);
        deployments = Follower.of(
                "deployments",
                client.apps().deployments().inAnyNamespace().withLabel(Labels.REVISION),
                Kept::of,
                new Follower.Listener<>() {
                    @Override
                    public void there(Deployment deployment) {
                        seen(deployment);
                    }

                    @Override
                    public void gone(Deployment deployment) {
                        forget(deployment);
                    }
                });
        pods = Follower.of(
                "pods", client.pods().inAnyNamespace().withLabel(Labels.REVISION), Kept::of, new Follower.Listener<>() {
                    @Override
                    public void there(Pod pod) {
                        EnvironmentPod.of(pod).ifPresent(KubernetesFleet.this::seen);
                    }

                    @Override
                    public void gone(Pod pod) {
                        EnvironmentPod.of(pod).ifPresent(KubernetesFleet.this::gone);
                    }
                });
        identity = new PodIdentity(client, tokens, name -> pods.find(name).flatMap(EnvironmentPod::of));
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
        ResourceName name = deployment(revision);
        Workload workload = workload(name);
        if (workload.replicas().isEmpty()) {
            deployments.find(name).map(Replicas::of).ifPresent(workload::seen);
        }
        workload.want(environments, clock.getAsLong());
        loop.advance(name, workload);
    }

    @Override
    public void wantAtMost(Revision revision, int environments) {
        ResourceName name = deployment(revision);
        @Nullable Workload workload = workloads.get(name);
        if (workload != null) {
            workload.wantAtMost(environments, clock.getAsLong());
            loop.advance(name, workload);
        }
    }

    @Override
    public void release(Revision revision, String environmentId) {
        ResourceName name = deployment(revision);
        workload(name).release(environmentId);
        loop.advance(name, workload(name));
    }

    @Override
    public void remove(Revision revision, String environmentId) {
        ResourceName name = deployment(revision);
        workload(name).remove(environmentId);
        loop.advance(name, workload(name));
    }

    @Override
    public boolean isStarting(Revision revision, Predicate<String> arrived) {
        @Nullable Workload workload = workloads.get(deployment(revision));
        return workload != null && workload.isStarting(arrived, clock.getAsLong());
    }

    @Override
    public CompletionStage<Optional<Revision>> identify(String environmentId, String token) {
        return identity.prove(environmentId, token).thenApply(proven -> proven.flatMap(this::attach));
    }

    private Optional<Revision> attach(PodIdentity.Proven proven) {
        EnvironmentPod pod = proven.pod();
        Workload workload = workload(pod.deployment());
        if (workload.pod(pod.name().name()).isEmpty()) {
            workload.seen(pod, clock.getAsLong());
        }
        return catalog.ofDeployment(proven.deploymentUid())
                .filter(_ -> workload.attach(pod.name().name()));
    }

    /** Once a second: what failed is tried again, what is no longer wanted lapses. */
    void review() {
        long now = clock.getAsLong();
        workloads.forEach((name, workload) -> {
            loop.advance(name, workload);
            if (workload.isIdle(now)) {
                workloads.remove(name, workload);
            }
        });
    }

    private static ResourceName deployment(Revision revision) {
        return switch (revision.home()) {
            case Home.Cluster(String deployment, String uid) ->
                new ResourceName(revision.function().namespace(), deployment);
            case Home.Machine machine ->
                throw new IllegalArgumentException(revision.id() + " runs on a machine, not in a cluster");
        };
    }

    private Workload workload(ResourceName name) {
        return workloads.computeIfAbsent(name, _ -> new Workload(startedNanos, clock.getAsLong()));
    }

    // ---- what is seen ----

    private void seen(Deployment deployment) {
        ResourceName name = ResourceName.of(deployment);
        Replicas now = Replicas.of(deployment);
        if (now.count() > 0 || workloads.containsKey(name)) {
            Workload workload = workload(name);
            workload.replaced(now.uid()).ifPresent(catalog::forgetDeployment);
            workload.seen(now);
            loop.advance(name, workload);
        }
    }

    /** Its pods are still to go, and dispatch is to be told. */
    private void forget(Deployment deployment) {
        ResourceName name = ResourceName.of(deployment);
        Workload workload = workload(name);
        workload.deleted(deployment.getMetadata().getUid());
        forgetIfAbandoned(name, workload);
    }

    private void forgetIfAbandoned(ResourceName name, Workload workload) {
        workload.abandoned().ifPresent(uid -> {
            workloads.remove(name, workload);
            catalog.forgetDeployment(uid);
        });
    }

    private void seen(EnvironmentPod pod) {
        Workload workload = workload(pod.deployment());
        workload.seen(pod, clock.getAsLong());
        if (pod.state() == EnvironmentPod.State.ENDED) {
            tellGone(pod, workload, workload.gone(pod), "its pod has ended");
            workload.seen(pod, clock.getAsLong());
            loop.advance(pod.deployment(), workload);
        }
    }

    private void gone(EnvironmentPod pod) {
        @Nullable Workload workload = workloads.get(pod.deployment());
        if (workload != null) {
            if (workload.gone(pod)) {
                tellGone(pod, workload, true, "its pod is gone");
            }
            forgetIfAbandoned(pod.deployment(), workload);
        }
    }

    private void tellGone(EnvironmentPod pod, Workload workload, boolean attached, String reason) {
        String id = pod.name().name();
        workload.replicas().flatMap(seen -> catalog.ofDeployment(seen.uid())).ifPresent(revision -> {
            FleetListener told = listener.join();
            if (attached) {
                told.environmentGone(revision, id, reason);
            } else {
                told.environmentNotStarted(revision, id, reason);
            }
        });
        LOG.atDebug()
                .setMessage("environment gone")
                .addKeyValue("pod", pod.name())
                .log();
    }

    /** Where an environment's own metrics are served. */
    Optional<String> address(Revision revision, String environmentId) {
        return Optional.ofNullable(workloads.get(deployment(revision)))
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
