package dev.hearth.operator.function;

import dev.hearth.crds.ServedRevision;
import dev.hearth.operator.OperatorSettings;
import dev.hearth.operator.certificates.Authorities;
import dev.hearth.operator.desired.Declaration;
import dev.hearth.operator.desired.DesiredRevision;
import dev.hearth.operator.desired.Environments;
import dev.hearth.operator.desired.MadeDeployment;
import dev.hearth.operator.desired.ResolvedFunction;
import dev.hearth.operator.gateway.GatewayClient;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.utils.Serialization;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** Brings what is resolved to where the gateway serves it, a step further each time. */
@Singleton
final class ServingSteps {
    private static final Duration SOON = Duration.ofMillis(200);
    private static final Duration LATER = Duration.ofSeconds(5);
    private static final Duration SHORT = Duration.ofSeconds(2);
    private static final Duration RECHECK = Duration.ofSeconds(30);

    private final OperatorSettings settings;
    private final Environments common;
    private final Authorities authorities;
    private final GatewayClient gateway;
    private final KubernetesClient client;
    private final Turns turns;

    ServingSteps(OperatorSettings settings, Authorities authorities, GatewayClient gateway, KubernetesClient client) {
        this.settings = settings;
        this.authorities = authorities;
        this.gateway = gateway;
        this.client = client;
        turns = new Turns(settings.deploymentsPerSecond(), System::nanoTime);
        common = new Environments(
                settings.runtimeImage(),
                settings.pullPolicy(),
                settings.pullSecrets(),
                settings.cpuRequestPercent(),
                settings.gatewayEnvironments(),
                settings.region(),
                settings.tls(),
                settings.namespace(),
                settings.pods());
    }

    /** @param provisioned how many environments are kept initialised */
    Outcome serve(ResolvedFunction resolved, int provisioned, Standing before, Children children) {
        Declaration declaration = resolved.declaration();
        try {
            children.authorities(declaration.namespace(), authorities.pem());
            return children.networkPolicy(declaration, common)
                    .map(inTheWay -> blocked(declaration, before, inTheWay))
                    .orElseGet(
                            () -> serve(declaration, revisions(resolved, provisioned), provisioned, before, children));
        } catch (NotOurs e) {
            return blocked(
                    declaration, before, new Obstacle(Reason.DeploymentConflict, String.valueOf(e.getMessage())));
        } catch (KubernetesClientException e) {
            return blocked(declaration, before, Refusal.of(e).orElseThrow(() -> e));
        }
    }

    /** Environments on demand, and those that are kept initialised if there are any. */
    private List<DesiredRevision> revisions(ResolvedFunction resolved, int provisioned) {
        DesiredRevision revision = DesiredRevision.of(resolved, common);
        return provisioned > 0 ? List.of(revision, DesiredRevision.provisioned(resolved, common)) : List.of(revision);
    }

    private Outcome serve(
            Declaration declaration,
            List<DesiredRevision> revisions,
            int provisioned,
            Standing before,
            Children children) {
        List<MadeDeployment> made = new ArrayList<>();
        for (DesiredRevision each : revisions) {
            Duration wait = wait(declaration, each, children);
            if (!wait.isZero()) {
                return queued(declaration, before, wait);
            }
            made.add(children.deployment(each, before.madeBefore(each.id())));
        }
        ServedRevision wanted = revisions.getFirst().served(settings.region(), made.getFirst());
        if (revisions.size() > 1) {
            wanted.setProvisioned(revisions.getLast().served(provisioned, made.getLast()));
        }
        ServedRevision served =
                before.revision().filter(told -> isSame(told, wanted)).orElse(wanted);
        return isServed(declaration, before, served) || servesTheSame(declaration, before, served)
                ? serving(declaration, revisions.reversed(), served, before, children)
                : Outcome.again(conditions(declaration, before).takenOver(served), SOON);
    }

    /** @param scaled what has environments, that which always has first */
    private Outcome serving(
            Declaration declaration,
            List<DesiredRevision> scaled,
            ServedRevision served,
            Standing before,
            Children children) {
        Conditions conditions = conditions(declaration, before);
        List<Deployment> deployments = scaled.stream()
                .flatMap(revision -> children.find(revision).stream())
                .toList();
        Standing standing = new Capacity(client, Instant.now())
                .shortage(before, declaration.generation(), deployments)
                .map(shortage -> conditions.servingWithout(served, shortage))
                .orElseGet(() -> conditions.serving(served));
        Standing told = children.contested()
                .map(how -> conditions.contested(standing, how))
                .orElse(standing);
        boolean isShort = deployments.stream()
                .anyMatch(each -> Capacity.shortSince(each).isPresent()
                        || Capacity.failure(each).isPresent());
        boolean othersAreLeft = children.retireOthers(declaration.resource(), served);
        return isShort || othersAreLeft ? Outcome.again(told, LATER) : new Outcome(told, children.again());
    }

    private Duration wait(Declaration declaration, DesiredRevision revision, Children children) {
        String uid = declaration.resource().getMetadata().getUid();
        if (children.find(revision).isPresent()) {
            turns.giveBack(declaration.namespace(), uid);
            return Duration.ZERO;
        }
        return turns.await(declaration.namespace(), uid);
    }

    /** Nothing that the gateway takes up is to change: invocations go where they went before, whether it knows or not. */
    private static boolean servesTheSame(Declaration declaration, Standing before, ServedRevision served) {
        return before.isReady()
                && before.revision()
                        .filter(told -> before.wasReady(declaration.generation())
                                ? told.getId().equals(served.getId())
                                : isSame(withoutMarks(told), withoutMarks(served)))
                        .isPresent();
    }

    /** But for its generation and the digest of its Deployment. */
    private static ServedRevision withoutMarks(ServedRevision revision) {
        ServedRevision bare = Serialization.clone(revision);
        bare.setGeneration(0L);
        bare.setDeploymentDigest(null);
        return bare;
    }

    /** A short wait is not worth a word. */
    private Outcome queued(Declaration declaration, Standing before, Duration wait) {
        Obstacle queue = new Obstacle(
                Reason.Queued, "many functions are new or changed; they become Deployments one after the other");
        return Outcome.again(
                wait.compareTo(SHORT) < 0
                        ? before
                        : conditions(declaration, before).blocked(queue),
                wait);
    }

    Outcome blocked(Declaration declaration, Standing before, Obstacle obstacle) {
        Duration again = switch (obstacle.reason()) {
            case CodeBeingRead, GatewayUnavailable -> Duration.ofSeconds(1);
            case CodeUnreachable, CodeNotFound, CodeForbidden, AccountIdConflict -> LATER;
            default -> RECHECK;
        };
        return Outcome.again(conditions(declaration, before).blocked(obstacle), again);
    }

    /** A function or a version is gone. */
    void forget(HasMetadata resource) {
        turns.giveBack(
                resource.getMetadata().getNamespace(), resource.getMetadata().getUid());
    }

    private static Conditions conditions(Declaration declaration, Standing before) {
        return new Conditions(before, declaration.generation(), Instant.now());
    }

    private static boolean isSame(ServedRevision one, ServedRevision other) {
        return Serialization.asJson(one).equals(Serialization.asJson(other));
    }

    /**
     * The gateway learns of a revision from the resource's status, and is asked whether it has; when nothing served a function
     * before, it is told directly, which spares one of two writes.
     *
     * @param served the same object as what the status says, if it says just that
     */
    @SuppressWarnings("ReferenceEquality")
    private boolean isServed(Declaration declaration, Standing before, ServedRevision served) {
        if (before.revision().isEmpty()) {
            return gateway.begin(declaration.resource(), served);
        }
        // what was ready for this generation is not asked for again
        return before.revision().get() == served
                && (before.wasReady(declaration.generation()) || isInService(declaration, served));
    }

    private boolean isInService(Declaration declaration, ServedRevision served) {
        return gateway.served(declaration.resource())
                .filter(now -> now.revision().equals(served.getId()) && now.generation() >= served.getGeneration())
                .isPresent();
    }
}
