package dev.hearth.gateway.kubernetes;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.hearth.gateway.log.LogTurns;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Proof of which Deployment's pod an environment is. Each step is compared with the object that it leads to, in the pod's own
 * namespace, since owner references and labels are free text for whoever may write them:
 *
 * <pre>
 * token (signed by the cluster) ──► pod: name, UID, service account
 *   pod ──► ReplicaSet: controller, name, UID ──► Deployment: controller, name, UID, revision, service account
 * </pre>
 */
final class PodIdentity implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(PodIdentity.class);
    /** So long a ReplicaSet's word for its Deployment counts; garbage collection refutes a wrong one within this time or so. */
    private static final Duration BELIEVED = Duration.ofSeconds(30);

    private static final int MAX_REMEMBERED = 10_000;
    /** Of a name that somebody says is an environment's. */
    private static final int MAX_LOGGED = 253;

    private final Tokens tokens;
    private final IdentityFacts known;
    private final IdentityFacts asked;
    private final Cache<Owned, Controller> deploymentOf;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final LogTurns<Class<?>> logTurns;

    /** A ReplicaSet. */
    private record Owned(String namespace, String uid) {}

    /** A pod and the Deployment that it belongs to. */
    record Proven(EnvironmentPod pod, DeploymentRef deployment) {}

    /** Checks tokens for gateways. */
    interface Tokens {
        /** Whose token it is; empty: it is not a valid one. */
        Optional<ServiceAccountTokens.Bearer> verify(String token);
    }

    /** Why a pod is not an environment. */
    private static final class Unproven extends RuntimeException {
        private static final long serialVersionUID = 1L;

        Unproven(String why) {
            super(why, null, false, false);
        }
    }

    /**
     * @param known what informers have seen, perhaps a moment ago
     * @param asked the API server, for what they have not seen
     * @param clock monotonic nanoseconds
     */
    PodIdentity(Tokens tokens, IdentityFacts known, IdentityFacts asked, LongSupplier clock) {
        this.tokens = tokens;
        this.known = known;
        this.asked = asked;
        logTurns = new LogTurns<>(clock);
        deploymentOf = Caffeine.newBuilder()
                .maximumSize(MAX_REMEMBERED)
                .expireAfterWrite(BELIEVED)
                .ticker(clock::getAsLong)
                .build();
    }

    /** @param environmentId the pod's name */
    CompletionStage<Optional<Proven>> prove(String environmentId, String token) {
        return CompletableFuture.supplyAsync(() -> check(environmentId, token), threads);
    }

    private Optional<Proven> check(String environmentId, String token) {
        try {
            return Optional.of(proven(environmentId, token));
        } catch (Unproven | RejectedExecutionException e) {
            log(environmentId, e);
            return Optional.empty();
        }
    }

    /** A line of each kind a second: whoever reaches the port can be refused as often as he likes. */
    private void log(String environmentId, RuntimeException why) {
        logTurns.take(why.getClass())
                .ifPresent(before -> LOG.atWarn()
                        .setMessage("environment not proven; refused")
                        .addKeyValue(
                                "environment", environmentId.substring(0, Math.min(MAX_LOGGED, environmentId.length())))
                        .addKeyValue("why", why.getMessage())
                        .addKeyValue("othersBefore", before)
                        .log());
    }

    private Proven proven(String environmentId, String token) {
        ServiceAccountTokens.Bearer bearer =
                tokens.verify(token).orElseThrow(() -> new Unproven("its token is not valid"));
        ServiceAccountTokens.BoundPod bound =
                bearer.pod().orElseThrow(() -> new Unproven("its token is not one of a pod"));
        require(bound.name().equals(environmentId), "its token is that of pod " + bound.name());
        EnvironmentPod pod = pod(new ResourceName(bearer.namespace(), bound.name()), bound.uid());
        EnvironmentDeployment deployment = deployment(pod);
        require(
                deployment.serviceAccount().equals(bearer.serviceAccount()),
                "its service account is " + bearer.serviceAccount() + ", and its Deployment's pods have "
                        + deployment.serviceAccount());
        require(deployment.revision().equals(pod.revision()), "its label names another revision than its Deployment");
        return new Proven(pod, deployment.ref());
    }

    private static void require(boolean holds, String otherwise) {
        if (!holds) {
            throw new Unproven(otherwise);
        }
    }

    private EnvironmentPod pod(ResourceName name, String uid) {
        return known.pod(name)
                .filter(seen -> seen.uid().equals(uid))
                .or(() -> asked.pod(name).filter(read -> read.uid().equals(uid)))
                .orElseThrow(
                        () -> new Unproven("its pod is gone, has no label of a revision, or no ReplicaSet made it"));
    }

    private EnvironmentDeployment deployment(EnvironmentPod pod) {
        Controller controller = controller(pod);
        ResourceName name = new ResourceName(pod.name().namespace(), controller.name());
        return known.deployment(name)
                .filter(seen -> seen.ref().uid().equals(controller.uid()))
                .or(() -> asked.deployment(name).filter(read -> read.ref().uid().equals(controller.uid())))
                .orElseThrow(() -> new Unproven("Deployment " + name + " that its ReplicaSet names is not there"));
    }

    private Controller controller(EnvironmentPod pod) {
        String namespace = pod.name().namespace();
        Owned key = new Owned(namespace, pod.replicaSet().uid());
        return deploymentOf.get(
                key,
                _ -> asked.controllerOf(
                                new ResourceName(namespace, pod.replicaSet().name()), key.uid())
                        .orElseThrow(() -> new Unproven("its ReplicaSet is gone, or no Deployment made that")));
    }

    @Override
    public void close() {
        threads.shutdownNow();
    }
}
