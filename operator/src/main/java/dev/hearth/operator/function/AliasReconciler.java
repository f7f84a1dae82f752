package dev.hearth.operator.function;

import dev.hearth.crds.Alias;
import dev.hearth.crds.AliasStatus;
import dev.hearth.crds.Function;
import dev.hearth.crds.FunctionVersion;
import dev.hearth.crds.ProvisionedConcurrencyStatus;
import dev.hearth.operator.gateway.GatewayClient;
import dev.hearth.operator.gateway.GatewayUnavailable;
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
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** Says how an alias stands. Where it leads is the gateway's doing: it moves without an operator. */
@ControllerConfiguration(name = "alias", informer = @Informer(informerListLimit = Surroundings.PAGE))
public final class AliasReconciler implements Reconciler<Alias>, ConfigurableReconciler<Alias> {
    private static final Duration SOON = Duration.ofMillis(200);
    private static final Duration LATER = Duration.ofSeconds(5);
    /** The gateway tells nobody when it forgets. */
    private static final Duration RECHECK = Duration.ofMinutes(5);

    private static final Duration MOMENTS = Duration.ofSeconds(3);

    /** By UID, of those whose status does not say it yet: what the versions were told, and since when one waits for the gateway. */
    private final Map<String, String> told = new ConcurrentHashMap<>();

    private final Map<String, Instant> unserved = new ConcurrentHashMap<>();
    private final FunctionReconciler functions;
    private final Versions versions;
    private final Aliases aliases;
    private final GatewayClient gateway;
    private final Events events;

    AliasReconciler(
            FunctionReconciler functions, Versions versions, Aliases aliases, GatewayClient gateway, Events events) {
        this.functions = functions;
        this.versions = versions;
        this.aliases = aliases;
        this.gateway = gateway;
        this.events = events;
    }

    @Override
    public void updateConfigurationFrom(ControllerConfigurationOverrider<Alias> configuration) {
        configuration
                .withItemStore(new ReducedStore<>(Kept::of, this::comeOrGone))
                .withRetry(Retries.withoutEnd());
    }

    private void comeOrGone(Alias alias) {
        String namespace = alias.getMetadata().getNamespace();
        told.remove(alias.getMetadata().getUid());
        unserved.remove(alias.getMetadata().getUid());
        aliases.versionsChanged(namespace, alias.getSpec().getFunctionName());
        versions.aliasesChanged(namespace, alias.getSpec().getFunctionName());
    }

    @Override
    public List<EventSource<?, Alias>> prepareEventSources(EventSourceContext<Alias> context) {
        return List.of(aliases.follow(context.getPrimaryCache()));
    }

    @Override
    public UpdateControl<Alias> reconcile(Alias alias, Context<Alias> context) {
        Standing before = Standing.of(alias);
        Conditions conditions = new Conditions(before, alias.getMetadata().getGeneration(), Instant.now());
        try {
            return switch (target(alias)) {
                case AliasVersions.Missing(Obstacle obstacle) ->
                    write(alias, before, conditions.blocked(obstacle), Optional.empty())
                            .rescheduleAfter(LATER);
                case AliasVersions.Found found -> lead(alias, before, conditions, found);
            };
        } catch (GatewayUnavailable e) {
            Obstacle obstacle = new Obstacle(Reason.GatewayUnavailable, String.valueOf(e.getMessage()));
            return write(alias, before, conditions.blocked(obstacle), Optional.empty())
                    .rescheduleAfter(LATER);
        }
    }

    private AliasVersions target(Alias alias) {
        Optional<Alias> elder = aliases.elderNamesake(alias);
        if (elder.isPresent()) {
            return new AliasVersions.Missing(new Obstacle(
                    Reason.NameConflict,
                    "Alias '" + elder.get().getMetadata().getName() + "' has this name for the same function already;"
                            + " delete one of them or give it another spec.name"));
        }
        String functionName = alias.getSpec().getFunctionName();
        Optional<Function> function =
                functions.surroundings().functionNamed(alias.getMetadata().getNamespace(), functionName);
        Optional<Obstacle> destination = new AccountReferences(functions.surroundings())
                .destination(
                        alias.getMetadata().getNamespace(),
                        functionName,
                        alias.getSpec().getEventInvokeConfig());
        if (destination.isPresent()) {
            return new AliasVersions.Missing(destination.get());
        }
        return function.isEmpty()
                ? new AliasVersions.Missing(new Obstacle(
                        Reason.FunctionNotFound,
                        "spec.functionName names function '" + functionName
                                + "', which does not exist in this namespace; make it, or correct the name"))
                : AliasVersions.of(alias.getSpec(), versions.of(function.get()));
    }

    private UpdateControl<Alias> lead(Alias alias, Standing before, Conditions conditions, AliasVersions.Found wanted) {
        if (isNews(alias, before, wanted)) {
            versions.aliasesChanged(
                    alias.getMetadata().getNamespace(), alias.getSpec().getFunctionName());
        }
        Optional<ProvisionedConcurrencyStatus> provisioned = provisioned(alias);
        boolean wasReady = !isElsewhere(alias, before, wanted)
                && before.wasReady(alias.getMetadata().getGeneration());
        if (!wasReady && !leads(alias, wanted)) {
            return isAMatterOfMoments(alias, wanted)
                    ? UpdateControl.<Alias>noUpdate().rescheduleAfter(SOON)
                    : write(alias, before, conditions.aboutToLead(wanted.text()).with(provisioned), Optional.empty())
                            .rescheduleAfter(LATER);
        }
        unserved.remove(alias.getMetadata().getUid());
        return write(alias, before, conditions.leading(wanted.text()).with(provisioned), Optional.of(wanted.version()))
                .rescheduleAfter(provisioned.map(ProvisionedStatus::again).orElse(RECHECK));
    }

    private boolean leads(Alias alias, AliasVersions.Found wanted) {
        return gateway.leads(alias)
                .filter(led -> led.generation() >= alias.getMetadata().getGeneration())
                .filter(led -> led.functionVersion().equals(wanted.version())
                        && led.secondVersion().equals(wanted.second()))
                .isPresent();
    }

    /** Whether its versions were not told so before. */
    private boolean isNews(Alias alias, Standing before, AliasVersions.Found wanted) {
        String uid = alias.getMetadata().getUid();
        if (!isElsewhere(alias, before, wanted)) {
            told.remove(uid);
            return false;
        }
        String now = alias.getMetadata().getGeneration() + " " + wanted.text();
        return !now.equals(told.put(uid, now));
    }

    /** Whether the gateway has what it needs and learns of it now: that is not worth a word, unless it lasts. */
    private boolean isAMatterOfMoments(Alias alias, AliasVersions.Found wanted) {
        Instant now = Instant.now();
        Instant since = unserved.computeIfAbsent(alias.getMetadata().getUid(), _ -> now);
        return areServed(alias, wanted) && since.plus(MOMENTS).isAfter(now);
    }

    private boolean areServed(Alias alias, AliasVersions.Found wanted) {
        return versions.of(alias.getMetadata().getNamespace(), alias.getSpec().getFunctionName()).stream()
                .filter(version -> wanted.names(version.getSpec().getVersion()))
                .allMatch(version ->
                        Standing.of(version).wasReady(version.getMetadata().getGeneration()));
    }

    /** Whether it is said otherwise than before, or comes to another version. */
    private static boolean isElsewhere(Alias alias, Standing before, AliasVersions.Found wanted) {
        return before.generation() != alias.getMetadata().getGeneration()
                || !Optional.ofNullable(alias.getStatus())
                        .map(AliasStatus::getFunctionVersion)
                        .equals(Optional.of(wanted.version()));
    }

    private Optional<ProvisionedConcurrencyStatus> provisioned(Alias alias) {
        String namespace = alias.getMetadata().getNamespace();
        String function = alias.getSpec().getFunctionName();
        List<FunctionVersion> all = versions.of(namespace, function);
        Map<String, Integer> parts = ProvisionedShares.of(alias, all);
        if (parts.isEmpty()) {
            return Optional.empty();
        }
        @Nullable
        String refusal = ProvisionedShares.of(aliases.leading(namespace, function), all)
                .refused()
                .get(alias.getMetadata().getUid());
        return Optional.of(
                refusal == null
                        ? ProvisionedStatus.of(parts, all)
                        : ProvisionedStatus.refused(
                                parts.values().stream()
                                        .mapToInt(Integer::intValue)
                                        .sum(),
                                refusal));
    }

    /** Only what is different. */
    private UpdateControl<Alias> write(Alias alias, Standing before, Standing now, Optional<String> version) {
        Optional<String> versionBefore = Optional.ofNullable(alias.getStatus()).map(AliasStatus::getFunctionVersion);
        Optional<String> versionNow = version.or(() -> versionBefore);
        if (now.isSame(before) && versionNow.equals(versionBefore)) {
            return UpdateControl.noUpdate();
        }
        events.changed(alias, before, now);
        AliasStatus status = new AliasStatus();
        status.setObservedGeneration(now.generation());
        status.setConditions(now.conditions());
        status.setProvisionedConcurrency(now.provisioned().orElse(null));
        versionNow.ifPresent(status::setFunctionVersion);
        return StatusPatch.of(alias, new Alias(), status);
    }
}
