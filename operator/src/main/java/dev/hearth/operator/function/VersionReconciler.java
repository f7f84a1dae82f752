package dev.hearth.operator.function;

import dev.hearth.crds.FunctionVersion;
import dev.hearth.crds.FunctionVersionStatus;
import dev.hearth.operator.desired.Declaration;
import dev.hearth.operator.desired.Labels;
import dev.hearth.operator.desired.ResolvedFunction;
import dev.hearth.operator.gateway.GatewayUnavailable;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.javaoperatorsdk.operator.api.config.informer.Informer;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import io.javaoperatorsdk.operator.api.reconciler.ControllerConfiguration;
import io.javaoperatorsdk.operator.api.reconciler.EventSourceContext;
import io.javaoperatorsdk.operator.api.reconciler.Reconciler;
import io.javaoperatorsdk.operator.api.reconciler.UpdateControl;
import io.javaoperatorsdk.operator.processing.event.source.EventSource;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

/** Brings a published version to where the gateway serves it, as a function's own state is, with the code it was published with. */
@ControllerConfiguration(
        name = "functionversion",
        informer = @Informer(itemStore = VersionStore.class, informerListLimit = Surroundings.PAGE))
public final class VersionReconciler implements Reconciler<FunctionVersion> {
    private static final String PUBLISHED = Labels.VERSION + "," + Labels.VERSION + "!=" + Labels.UNPUBLISHED;

    private final FunctionReconciler functions;
    private final Versions versions;
    private final Aliases aliases;
    private final ServingSteps steps;
    private final Events events;
    private final KubernetesClient client;
    private Optional<Owned<FunctionVersion>> owned = Optional.empty();

    VersionReconciler(
            FunctionReconciler functions,
            Versions versions,
            Aliases aliases,
            ServingSteps steps,
            Events events,
            KubernetesClient client) {
        this.functions = functions;
        this.versions = versions;
        this.aliases = aliases;
        this.steps = steps;
        this.events = events;
        this.client = client;
    }

    @Override
    public List<EventSource<?, FunctionVersion>> prepareEventSources(EventSourceContext<FunctionVersion> context) {
        versions.follow(context.getPrimaryCache());
        Owned<FunctionVersion> followed = new Owned<>(context, FunctionVersion.class, PUBLISHED);
        owned = Optional.of(followed);
        return followed.sources();
    }

    @Override
    public UpdateControl<FunctionVersion> reconcile(FunctionVersion version, Context<FunctionVersion> context) {
        Standing before = Standing.of(version);
        Outcome outcome = outcome(Declaration.of(version), version, before);
        UpdateControl<FunctionVersion> control = write(version, before, outcome.standing());
        outcome.again().ifPresent(control::rescheduleAfter);
        return control;
    }

    private Outcome outcome(Declaration declaration, FunctionVersion version, Standing before) {
        Surroundings surroundings = functions.surroundings();
        AccountReferences references = new AccountReferences(surroundings);
        Optional<Obstacle> inTheWay = references.obstacle(declaration);
        if (inTheWay.isPresent()) {
            return steps.blocked(declaration, before, inTheWay.get());
        }
        String sha256 = HexFormat.of()
                .formatHex(Base64.getDecoder().decode(version.getSpec().getCodeSha256()));
        ResolvedFunction resolved = references.resolved(declaration, sha256);
        try {
            return steps.serve(resolved, before, new Children(client, surroundings, owned.orElseThrow()));
        } catch (GatewayUnavailable e) {
            return steps.blocked(
                    declaration, before, new Obstacle(Reason.GatewayUnavailable, String.valueOf(e.getMessage())));
        }
    }

    /** Only what is different. */
    private UpdateControl<FunctionVersion> write(FunctionVersion version, Standing before, Standing now) {
        if (now.isSame(before)) {
            return UpdateControl.noUpdate();
        }
        events.changed(version, before, now);
        aliases.versionsChanged(
                version.getMetadata().getNamespace(), version.getSpec().getFunctionName());
        FunctionVersionStatus status = new FunctionVersionStatus();
        status.setObservedGeneration(now.generation());
        status.setConditions(now.conditions());
        now.revision().ifPresent(status::setRevision);
        FunctionVersion patch = new FunctionVersion();
        patch.setMetadata(new ObjectMetaBuilder()
                .withNamespace(version.getMetadata().getNamespace())
                .withName(version.getMetadata().getName())
                .build());
        patch.setSpec(null);
        patch.setStatus(status);
        return UpdateControl.patchStatus(patch);
    }
}
