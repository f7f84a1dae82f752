package dev.hearth.gateway.kubernetes;

import io.fabric8.kubernetes.api.model.OwnerReference;
import io.fabric8.kubernetes.api.model.apps.ReplicaSet;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Which Deployment's pod an environment is: its token, signed by the cluster, names a pod by UID; the pod names its ReplicaSet
 * by UID, that its Deployment. Nothing that a pod says of itself counts.
 */
final class PodIdentity implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(PodIdentity.class);
    /** More ReplicaSets than this are not remembered at once: each is only one request. */
    private static final int REMEMBERED = 50_000;

    private final KubernetesClient client;
    private final ServiceAccountTokens tokens;
    private final Known known;
    private final Map<String, String> deploymentOfReplicaSet = new ConcurrentHashMap<>();
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();

    /** A pod and the UID of the Deployment that it belongs to. */
    record Proven(EnvironmentPod pod, String deploymentUid) {}

    /** Pods that were seen already. */
    interface Known {
        Optional<EnvironmentPod> find(ResourceName pod);
    }

    PodIdentity(KubernetesClient client, ServiceAccountTokens tokens, Known known) {
        this.known = known;
        this.client = client;
        this.tokens = tokens;
    }

    /** @param environmentId the pod's name */
    CompletionStage<Optional<Proven>> prove(String environmentId, String token) {
        return CompletableFuture.supplyAsync(() -> check(environmentId, token), threads);
    }

    private Optional<Proven> check(String environmentId, String token) {
        Optional<ServiceAccountTokens.Bearer> bearer = tokens.verify(token);
        if (bearer.isEmpty() || bearer.get().pod().isEmpty()) {
            return refused(environmentId, "its token is not one of a pod");
        }
        ServiceAccountTokens.BoundPod bound = bearer.get().pod().get();
        if (!bound.name().equals(environmentId)) {
            return refused(environmentId, "its token is that of pod " + bound.name());
        }
        Optional<EnvironmentPod> pod = pod(new ResourceName(bearer.get().namespace(), bound.name()), bound.uid());
        return pod.isEmpty()
                ? refused(environmentId, "its pod is gone, or made by no ReplicaSet")
                : pod.flatMap(each -> deployment(each).map(uid -> new Proven(each, uid)));
    }

    private Optional<EnvironmentPod> pod(ResourceName name, String uid) {
        return known.find(name).filter(seen -> seen.uid().equals(uid)).or(() -> read(name, uid));
    }

    private Optional<EnvironmentPod> read(ResourceName name, String uid) {
        return Optional.ofNullable(client.pods()
                        .inNamespace(name.namespace())
                        .withName(name.name())
                        .get())
                .flatMap(EnvironmentPod::of)
                .filter(pod -> pod.uid().equals(uid));
    }

    private static Optional<Proven> refused(String environmentId, String why) {
        LOG.atWarn()
                .setMessage("environment not proven")
                .addKeyValue("environment", environmentId)
                .addKeyValue("why", why)
                .log();
        return Optional.empty();
    }

    private Optional<String> deployment(EnvironmentPod pod) {
        String uid = pod.replicaSet().uid();
        @Nullable String before = deploymentOfReplicaSet.get(uid);
        if (before != null) {
            return Optional.of(before);
        }
        Optional<String> found = readDeployment(pod);
        if (deploymentOfReplicaSet.size() >= REMEMBERED) {
            deploymentOfReplicaSet.clear();
        }
        found.ifPresent(deployment -> deploymentOfReplicaSet.put(uid, deployment));
        return found;
    }

    private Optional<String> readDeployment(EnvironmentPod pod) {
        @Nullable
        ReplicaSet replicaSet = client.apps()
                .replicaSets()
                .inNamespace(pod.name().namespace())
                .withName(pod.replicaSet().name())
                .get();
        if (replicaSet == null
                || !replicaSet.getMetadata().getUid().equals(pod.replicaSet().uid())) {
            return Optional.empty();
        }
        return replicaSet.getMetadata().getOwnerReferences().stream()
                .filter(owner -> owner.getKind().equals("Deployment"))
                .map(OwnerReference::getUid)
                .findFirst();
    }

    @Override
    public void close() {
        threads.shutdownNow();
    }
}
