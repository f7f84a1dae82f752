package dev.hearth.operator.function;

import dev.hearth.crds.ServedRevision;
import dev.hearth.operator.OperatorSettings;
import dev.hearth.operator.certificates.Authorities;
import dev.hearth.operator.desired.Declaration;
import dev.hearth.operator.desired.DesiredRevision;
import dev.hearth.operator.desired.Environments;
import dev.hearth.operator.desired.ResolvedFunction;
import dev.hearth.operator.gateway.GatewayClient;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.utils.Serialization;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

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
                settings.cpuRequestPercent(),
                settings.gatewayEnvironments(),
                settings.pullSecrets(),
                settings.region(),
                settings.tls(),
                settings.namespace());
    }

    /** @param provisioned how many environments are kept initialised */
    Outcome serve(ResolvedFunction resolved, int provisioned, Standing before, Children children) {
        Declaration declaration = resolved.declaration();
        DesiredRevision revision = DesiredRevision.of(resolved, common);
        Optional<DesiredRevision> kept =
                provisioned > 0 ? Optional.of(DesiredRevision.provisioned(resolved, common)) : Optional.empty();
        children.authorities(declaration.namespace(), authorities.pem());
        Optional<Obstacle> inTheWay = children.networkPolicy(declaration, common);
        if (inTheWay.isPresent()) {
            return blocked(declaration, before, inTheWay.get());
        }
        for (DesiredRevision each :
                Stream.concat(Stream.of(revision), kept.stream()).toList()) {
            Duration wait = wait(declaration, each, children);
            if (!wait.isZero()) {
                return queued(declaration, before, wait);
            }
            children.deployment(each);
        }
        ServedRevision wanted = revision.served(settings.region(), children.deployment(revision));
        kept.ifPresent(each -> wanted.setProvisioned(each.served(provisioned, children.deployment(each))));
        ServedRevision served =
                before.revision().filter(told -> isSame(told, wanted)).orElse(wanted);
        return isServed(declaration, before, served) || differsInProvisioned(declaration, before, served)
                ? serving(
                        declaration,
                        Stream.concat(kept.stream(), Stream.of(revision)).toList(),
                        served,
                        before,
                        children)
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
        boolean isShort =
                deployments.stream().anyMatch(each -> Capacity.shortSince(each).isPresent());
        boolean othersAreLeft = children.retireOthers(declaration.resource(), served);
        return isShort || othersAreLeft ? Outcome.again(standing, LATER) : Outcome.settled(standing);
    }

    private Duration wait(Declaration declaration, DesiredRevision revision, Children children) {
        String uid = declaration.resource().getMetadata().getUid();
        if (children.find(revision).isPresent()) {
            turns.giveBack(declaration.namespace(), uid);
            return Duration.ZERO;
        }
        return turns.await(declaration.namespace(), uid);
    }

    /** Nothing but what is provisioned is to change: invocations go where they went before, whether the gateway knows or not. */
    private static boolean differsInProvisioned(Declaration declaration, Standing before, ServedRevision served) {
        return before.wasReady(declaration.generation())
                && before.revision()
                        .filter(told -> told.getId().equals(served.getId()))
                        .isPresent();
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
            case CodeUnreachable, CodeNotFound, CodeForbidden -> LATER;
            default -> RECHECK;
        };
        return Outcome.again(conditions(declaration, before).blocked(obstacle), again);
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
