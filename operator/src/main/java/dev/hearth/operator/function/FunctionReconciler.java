package dev.hearth.operator.function;

import dev.hearth.crds.Function;
import dev.hearth.crds.FunctionStatus;
import dev.hearth.operator.desired.Declaration;
import dev.hearth.operator.desired.ResolvedFunction;
import dev.hearth.operator.gateway.GatewayClient;
import dev.hearth.operator.gateway.GatewayUnavailable;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.javaoperatorsdk.operator.api.config.ControllerConfigurationOverrider;
import io.javaoperatorsdk.operator.api.config.informer.Informer;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import io.javaoperatorsdk.operator.api.reconciler.ControllerConfiguration;
import io.javaoperatorsdk.operator.api.reconciler.EventSourceContext;
import io.javaoperatorsdk.operator.api.reconciler.Reconciler;
import io.javaoperatorsdk.operator.api.reconciler.UpdateControl;
import io.javaoperatorsdk.operator.processing.event.source.EventSource;
import io.quarkiverse.operatorsdk.runtime.api.ConfigurableReconciler;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
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
        generationAwareEventProcessing = false,
        informer = @Informer(informerListLimit = Surroundings.PAGE, onUpdateFilter = FunctionChanges.class))
public final class FunctionReconciler implements Reconciler<Function>, ConfigurableReconciler<Function> {
    private static final Duration LATER = Duration.ofSeconds(5);

    private final ServingSteps steps;
    private final Versions versions;
    private final Aliases aliases;
    private final Publisher publisher;
    private final AccountShares shares;
    private final Collector collector;
    private final GatewayClient gateway;
    private final Events events;
    private final KubernetesClient client;
    private Optional<Surroundings> surroundings = Optional.empty();

    FunctionReconciler(
            ServingSteps steps,
            Versions versions,
            Aliases aliases,
            Publisher publisher,
            AccountShares shares,
            Collector collector,
            GatewayClient gateway,
            Events events,
            KubernetesClient client) {
        this.steps = steps;
        this.versions = versions;
        this.aliases = aliases;
        this.shares = shares;
        this.collector = collector;
        this.publisher = publisher;
        this.gateway = gateway;
        this.events = events;
        this.client = client;
    }

    @Override
    public void updateConfigurationFrom(ControllerConfigurationOverrider<Function> configuration) {
        configuration
                .withItemStore(new ReducedStore<>(Kept::of, this::comeOrGone))
                .withRetry(Retries.withoutEnd());
    }

    private void comeOrGone(Function function) {
        surroundings.ifPresent(followed -> followed.comeOrGone(function));
        aliases.versionsChanged(function.getMetadata().getNamespace(), Declaration.functionName(function));
        steps.forget(function);
        shares.forget(function);
    }

    @Override
    public List<EventSource<?, Function>> prepareEventSources(EventSourceContext<Function> context) {
        if (!context.getClient().equals(client)) {
            throw new IllegalStateException(
                    "resources are followed with a client that reads them whole, not the operator's");
        }
        Surroundings followed = new Surroundings(context, client, versions);
        surroundings = Optional.of(followed);
        return followed.sources();
    }

    /** What functions depend on, and their versions with them; known before anything is reconciled. */
    Surroundings surroundings() {
        return surroundings.orElseThrow();
    }

    @Override
    public UpdateControl<Function> reconcile(Function function, Context<Function> context) {
        Standing before = Standing.of(function);
        Outcome outcome = outcome(function, before);
        UpdateControl<Function> control = write(function, before, outcome.standing());
        outcome.again().ifPresent(control::rescheduleAfter);
        return control;
    }

    private Outcome outcome(Function function, Standing before) {
        Surroundings followed = surroundings();
        Declaration declaration = Declaration.of(function);
        try {
            return switch (new References(followed, gateway).resolve(function)) {
                case Resolution.Blocked(Obstacle obstacle) -> steps.blocked(declaration, before, obstacle);
                case Resolution.Resolved(ResolvedFunction resolved) ->
                    shares.reserve(function, followed)
                            .map(tooMuch -> steps.blocked(declaration, before, tooMuch))
                            .orElseGet(() -> serve(function, resolved, before));
            };
        } catch (GatewayUnavailable e) {
            return steps.blocked(
                    declaration, before, new Obstacle(Reason.GatewayUnavailable, String.valueOf(e.getMessage())));
        }
    }

    private Outcome serve(Function function, ResolvedFunction resolved, Standing before) {
        Surroundings followed = surroundings();
        Outcome outcome = steps.serve(resolved, 0, before, new Children(client, followed, followed.owned()));
        return outcome.standing().wasReady(function.getMetadata().getGeneration())
                ? published(function, before, outcome)
                : outcome;
    }

    /** After its versions are what they shall be. */
    private Outcome published(Function function, Standing before, Outcome outcome) {
        Standing standing = outcome.standing();
        try {
            boolean published = publisher.publish(function, standing.revision().orElseThrow());
            Optional<String> request = Publisher.requested(function)
                    .filter(value -> published || before.published().equals(Optional.of(value)));
            return new Outcome(standing.published(request), outcome.again().or(() -> collector.collect(function)));
        } catch (KubernetesClientException e) {
            Conditions conditions =
                    new Conditions(before, function.getMetadata().getGeneration(), Instant.now());
            return Outcome.again(conditions.notPublished(standing, String.valueOf(e.getMessage())), LATER);
        }
    }

    /** Only what is different. */
    private UpdateControl<Function> write(Function function, Standing before, Standing now) {
        if (now.isSame(before)) {
            return UpdateControl.noUpdate();
        }
        events.changed(function, before, now);
        FunctionStatus status = new FunctionStatus();
        status.setObservedGeneration(now.generation());
        status.setConditions(now.conditions());
        now.revision().ifPresent(status::setRevision);
        now.published().ifPresent(status::setPublished);
        return StatusPatch.of(function, new Function(), status);
    }
}
