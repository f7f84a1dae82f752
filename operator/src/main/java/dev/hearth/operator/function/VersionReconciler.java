package dev.hearth.operator.function;

import dev.hearth.crds.Function;
import dev.hearth.crds.FunctionVersion;
import dev.hearth.crds.FunctionVersionStatus;
import dev.hearth.crds.Publication;
import dev.hearth.operator.desired.Declaration;
import dev.hearth.operator.desired.Labels;
import dev.hearth.operator.desired.ResolvedFunction;
import dev.hearth.operator.gateway.GatewayClient;
import dev.hearth.operator.gateway.GatewayUnavailable;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.javaoperatorsdk.operator.api.config.ControllerConfigurationOverrider;
import io.javaoperatorsdk.operator.api.config.informer.Informer;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import io.javaoperatorsdk.operator.api.reconciler.ControllerConfiguration;
import io.javaoperatorsdk.operator.api.reconciler.EventSourceContext;
import io.javaoperatorsdk.operator.api.reconciler.Reconciler;
import io.javaoperatorsdk.operator.api.reconciler.UpdateControl;
import io.javaoperatorsdk.operator.processing.event.source.EventSource;
import io.quarkiverse.operatorsdk.runtime.api.ConfigurableReconciler;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Brings a published version to where the gateway serves it, as a function's own state is, with the code it was published with. */
@ControllerConfiguration(
        name = "functionversion",
        generationAwareEventProcessing = false,
        informer = @Informer(informerListLimit = Surroundings.PAGE, onUpdateFilter = VersionChanges.class))
public final class VersionReconciler implements Reconciler<FunctionVersion>, ConfigurableReconciler<FunctionVersion> {
    private static final String PUBLISHED = Labels.VERSION + "," + Labels.VERSION + "!=" + Labels.UNPUBLISHED;

    private final FunctionReconciler functions;
    private final Versions versions;
    private final Aliases aliases;
    private final ServingSteps steps;
    private final AccountShares shares;
    private final GatewayClient gateway;
    private final Events events;
    private final KubernetesClient client;
    private final CodeCopies copies;
    private Optional<Owned<FunctionVersion>> owned = Optional.empty();

    VersionReconciler(
            FunctionReconciler functions,
            Versions versions,
            Aliases aliases,
            ServingSteps steps,
            AccountShares shares,
            GatewayClient gateway,
            Events events,
            KubernetesClient client) {
        this.functions = functions;
        this.versions = versions;
        this.aliases = aliases;
        this.steps = steps;
        this.shares = shares;
        this.gateway = gateway;
        this.events = events;
        this.client = client;
        copies = new CodeCopies(client);
    }

    @Override
    public void updateConfigurationFrom(ControllerConfigurationOverrider<FunctionVersion> configuration) {
        configuration
                .withItemStore(new ReducedStore<>(Kept::of, this::comeOrGone))
                .withRetry(Retries.withoutEnd());
    }

    private void comeOrGone(FunctionVersion version) {
        aliases.versionsChanged(
                version.getMetadata().getNamespace(), version.getSpec().getFunctionName());
        steps.forget(version);
        shares.forget(version);
    }

    @Override
    public List<EventSource<?, FunctionVersion>> prepareEventSources(EventSourceContext<FunctionVersion> context) {
        EventSource<?, FunctionVersion> aliasChanges = versions.follow(context.getPrimaryCache());
        Owned<FunctionVersion> followed = new Owned<>(context, FunctionVersion.class, PUBLISHED);
        owned = Optional.of(followed);
        return Stream.concat(Stream.of(aliasChanges), followed.sources().stream())
                .toList();
    }

    @Override
    public UpdateControl<FunctionVersion> reconcile(FunctionVersion version, Context<FunctionVersion> context) {
        Standing before = Standing.of(version);
        if (before.revision().isEmpty()) {
            copies.handOver(version);
        }
        Outcome outcome = outcome(Declaration.of(version), version, before);
        UpdateControl<FunctionVersion> control = write(version, before, outcome.standing());
        outcome.again().ifPresent(control::rescheduleAfter);
        return control;
    }

    private Outcome outcome(Declaration declaration, FunctionVersion version, Standing before) {
        AccountReferences references = new AccountReferences(functions.surroundings());
        Optional<Obstacle> inTheWay = references.obstacle(declaration);
        if (inTheWay.isPresent()) {
            return steps.blocked(declaration, before, inTheWay.get());
        }
        String sha256 = Publication.codeSha256(version.getSpec());
        try {
            return serve(references.resolved(declaration, sha256), version, before);
        } catch (GatewayUnavailable e) {
            return steps.blocked(
                    declaration, before, new Obstacle(Reason.GatewayUnavailable, String.valueOf(e.getMessage())));
        }
    }

    private Outcome serve(ResolvedFunction resolved, FunctionVersion version, Standing before) {
        Children children = new Children(client, functions.surroundings(), owned.orElseThrow());
        Granted granted = granted(version, before);
        Outcome outcome = steps.serve(resolved, granted.environments(), before, children);
        return granted.outcome(outcome, before, () -> gateway.served(version));
    }

    private Granted granted(FunctionVersion version, Standing before) {
        String namespace = version.getMetadata().getNamespace();
        String name = version.getSpec().getFunctionName();
        List<FunctionVersion> all = versions.of(namespace, name);
        ProvisionedShares asked = ProvisionedShares.of(aliases.leading(namespace, name), all);
        int wanted = asked.byVersion().getOrDefault(version.getSpec().getVersion(), 0);
        Optional<String> wrong =
                Optional.ofNullable(asked.refused().get(version.getMetadata().getUid()));
        Optional<String> tooMuch = wrong.isPresent() ? Optional.empty() : tooMuch(version, wanted);
        Optional<String> refusal = wrong.or(() -> tooMuch);
        return new Granted(
                wanted,
                refusal.isPresent() ? before.provisionedExecutions() : wanted,
                refusal,
                tooMuch.isPresent() && anotherGivesUp(asked, all));
    }

    private Optional<String> tooMuch(FunctionVersion version, int wanted) {
        Surroundings surroundings = functions.surroundings();
        Optional<Function> function = surroundings.functionNamed(
                version.getMetadata().getNamespace(), version.getSpec().getFunctionName());
        if (function.isEmpty()) {
            return wanted == 0 ? Optional.empty() : Optional.of("the version's function does not exist any more");
        }
        return shares.provision(version, wanted, function.get(), surroundings).map(Obstacle::message);
    }

    /** Whether a version still has more than it is asked to keep. */
    private static boolean anotherGivesUp(ProvisionedShares asked, List<FunctionVersion> all) {
        return all.stream()
                .anyMatch(other -> Standing.of(other).provisionedExecutions()
                        > asked.byVersion().getOrDefault(other.getSpec().getVersion(), 0));
    }

    /** Only what is different. */
    private UpdateControl<FunctionVersion> write(FunctionVersion version, Standing before, Standing now) {
        if (now.isSame(before)) {
            return UpdateControl.noUpdate();
        }
        events.changed(version, before, now);
        String namespace = version.getMetadata().getNamespace();
        aliases.versionsChanged(namespace, version.getSpec().getFunctionName());
        if (now.provisionedExecutions() < before.provisionedExecutions()) {
            versions.aliasesChanged(namespace, version.getSpec().getFunctionName());
        }
        FunctionVersionStatus status = new FunctionVersionStatus();
        status.setObservedGeneration(now.generation());
        status.setConditions(now.conditions());
        status.setProvisionedConcurrency(now.provisioned().orElse(null));
        now.revision().ifPresent(status::setRevision);
        return StatusPatch.of(version, new FunctionVersion(), status);
    }
}
