package dev.hearth.operator.function;

import dev.hearth.crds.Function;
import dev.hearth.crds.FunctionStatus;
import dev.hearth.crds.ServedRevision;
import dev.hearth.operator.OperatorSettings;
import dev.hearth.operator.certificates.Authorities;
import dev.hearth.operator.desired.DesiredRevision;
import dev.hearth.operator.desired.Environments;
import dev.hearth.operator.desired.ResolvedFunction;
import dev.hearth.operator.gateway.GatewayClient;
import dev.hearth.operator.gateway.GatewayUnavailable;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.utils.Serialization;
import io.javaoperatorsdk.operator.api.config.informer.Informer;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import io.javaoperatorsdk.operator.api.reconciler.ControllerConfiguration;
import io.javaoperatorsdk.operator.api.reconciler.EventSourceContext;
import io.javaoperatorsdk.operator.api.reconciler.Reconciler;
import io.javaoperatorsdk.operator.api.reconciler.UpdateControl;
import io.javaoperatorsdk.operator.processing.event.source.EventSource;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * Brings a function from its manifest to where the gateway serves it, a step further each time.
 *
 * <pre>
 *   references ──► revision ──► Deployment, policy ──► status.revision ──► gateway serves it ──► Ready
 *       │                                                                                         │
 *       └─ something is missing: a condition says what; the old revision serves                   └─ old Deployments go
 * </pre>
 */
@ControllerConfiguration(
        name = "function",
        informer = @Informer(itemStore = FunctionStore.class, informerListLimit = Surroundings.PAGE))
public final class FunctionReconciler implements Reconciler<Function> {
    private static final Duration SOON = Duration.ofMillis(200);
    private static final Duration LATER = Duration.ofSeconds(5);
    private static final Duration SHORT = Duration.ofSeconds(2);
    private static final Duration RECHECK = Duration.ofSeconds(30);

    private final OperatorSettings settings;
    private final Environments common;
    private final Authorities authorities;
    private final GatewayClient gateway;
    private final FunctionEvents events;
    private final Turns turns;
    private final KubernetesClient client;
    private Optional<Surroundings> surroundings = Optional.empty();

    FunctionReconciler(
            OperatorSettings settings, Authorities authorities, GatewayClient gateway, KubernetesClient client) {
        this.settings = settings;
        this.authorities = authorities;
        this.gateway = gateway;
        this.client = client;
        events = new FunctionEvents(client);
        turns = new Turns(settings.deploymentsPerSecond(), System::nanoTime);
        common = new Environments(
                settings.runtimeImage(),
                settings.pullPolicy(),
                settings.cpuRequestPercent(),
                settings.gatewayEnvironments(),
                settings.region(),
                settings.tls(),
                settings.namespace());
    }

    @Override
    public List<EventSource<?, Function>> prepareEventSources(EventSourceContext<Function> context) {
        Surroundings followed = new Surroundings(context);
        surroundings = Optional.of(followed);
        return followed.sources();
    }

    @Override
    public UpdateControl<Function> reconcile(Function function, Context<Function> context) {
        Surroundings followed = surroundings.orElseThrow();
        Children children = new Children(client, followed);
        try {
            return switch (new References(followed, gateway).resolve(function)) {
                case Resolution.Blocked(Obstacle obstacle) -> blocked(function, obstacle);
                case Resolution.Resolved(ResolvedFunction resolved) ->
                    serve(DesiredRevision.of(resolved, common), children);
            };
        } catch (GatewayUnavailable e) {
            return blocked(function, new Obstacle(Reason.GatewayUnavailable, String.valueOf(e.getMessage())));
        }
    }

    private UpdateControl<Function> serve(DesiredRevision revision, Children children) {
        Function function = revision.function().function();
        children.authorities(function.getMetadata().getNamespace(), authorities.pem());
        Optional<Obstacle> inTheWay = children.networkPolicy(function, common);
        if (inTheWay.isPresent()) {
            return blocked(function, inTheWay.get());
        }
        if (children.find(revision).isEmpty()) {
            Duration wait = turns.await(revision.deployment().getMetadata().getName());
            if (!wait.isZero()) {
                return queued(function, wait);
            }
        }
        ServedRevision wanted = revision.served(settings.region(), children.deployment(revision));
        Optional<ServedRevision> told =
                Optional.ofNullable(function.getStatus()).map(FunctionStatus::getRevision);
        ServedRevision served = told.filter(each -> isSame(each, wanted)).orElse(wanted);
        return isServed(function, told, served)
                ? serving(revision, served, children)
                : write(function, new FunctionConditions(function, Instant.now()).takenOver(served))
                        .rescheduleAfter(SOON);
    }

    private UpdateControl<Function> serving(DesiredRevision revision, ServedRevision served, Children children) {
        Function function = revision.function().function();
        FunctionConditions conditions = new FunctionConditions(function, Instant.now());
        Optional<Deployment> deployment = children.find(revision);
        Optional<Obstacle> shortage =
                deployment.flatMap(found -> new Capacity(client, Instant.now()).shortage(function, found));
        UpdateControl<Function> control = write(
                function,
                shortage.map(each -> conditions.servingWithout(served, each))
                        .orElseGet(() -> conditions.serving(served)));
        boolean isShort = deployment.flatMap(Capacity::shortSince).isPresent();
        boolean othersAreLeft = children.retireOthers(revision);
        return isShort || othersAreLeft ? control.rescheduleAfter(LATER) : control;
    }

    /** A short wait is not worth a word. */
    private UpdateControl<Function> queued(Function function, Duration wait) {
        turns.forgetLapsed();
        UpdateControl<Function> control = wait.compareTo(SHORT) < 0
                ? UpdateControl.noUpdate()
                : write(
                        function,
                        new FunctionConditions(function, Instant.now())
                                .blocked(
                                        new Obstacle(
                                                Reason.Queued,
                                                "many functions are new or changed; they become Deployments one after the other")));
        return control.rescheduleAfter(wait);
    }

    private static boolean isSame(ServedRevision one, ServedRevision other) {
        return Serialization.asJson(one).equals(Serialization.asJson(other));
    }

    /**
     * The gateway learns of a revision from the function's status, and is asked whether it has; when nothing served the function
     * before, it is told directly, which spares one of two writes.
     *
     * @param told what the status says; the same object as what is to serve, if it says just that
     */
    @SuppressWarnings("ReferenceEquality")
    private boolean isServed(Function function, Optional<ServedRevision> told, ServedRevision served) {
        if (told.isEmpty()) {
            return gateway.begin(function, served);
        }
        return told.get() == served && (wasReady(function) || isInService(function, served));
    }

    /** What was ready for this generation is not asked for again. */
    private static boolean wasReady(Function function) {
        return function.getStatus().getConditions().stream()
                .anyMatch(condition -> condition.getType().equals("Ready")
                        && condition.getStatus().equals("True")
                        && Objects.equals(
                                condition.getObservedGeneration(),
                                function.getMetadata().getGeneration()));
    }

    private boolean isInService(Function function, ServedRevision served) {
        return gateway.served(
                        function.getMetadata().getNamespace(),
                        function.getMetadata().getName())
                .filter(now -> now.revision().equals(served.getId()) && now.generation() >= served.getGeneration())
                .isPresent();
    }

    private UpdateControl<Function> blocked(Function function, Obstacle obstacle) {
        FunctionConditions conditions = new FunctionConditions(function, Instant.now());
        Duration again = switch (obstacle.reason()) {
            case CodeBeingRead, GatewayUnavailable -> Duration.ofSeconds(1);
            case CodeUnreachable, CodeNotFound, CodeForbidden -> LATER;
            default -> RECHECK;
        };
        return write(function, conditions.blocked(obstacle)).rescheduleAfter(again);
    }

    /** A revision that stays is the same object. */
    @SuppressWarnings("ReferenceEquality")
    private static boolean isSame(FunctionStatus before, FunctionStatus now) {
        return before.getRevision() == now.getRevision()
                && Objects.equals(before.getObservedGeneration(), now.getObservedGeneration())
                && before.getConditions().equals(now.getConditions());
    }

    /** Only what is different. */
    private UpdateControl<Function> write(Function function, FunctionStatus status) {
        if (Optional.ofNullable(function.getStatus())
                .filter(before -> isSame(before, status))
                .isPresent()) {
            return UpdateControl.noUpdate();
        }
        events.changed(function, status);
        Function patch = new Function();
        patch.setMetadata(new ObjectMetaBuilder()
                .withNamespace(function.getMetadata().getNamespace())
                .withName(function.getMetadata().getName())
                .build());
        patch.setSpec(null);
        patch.setStatus(status);
        return UpdateControl.patchStatus(patch);
    }
}
