package dev.hearth.operator.function;

import dev.hearth.operator.desired.Labels;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.OwnerReference;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicy;
import io.javaoperatorsdk.operator.api.config.informer.InformerEventSourceConfiguration;
import io.javaoperatorsdk.operator.api.reconciler.EventSourceContext;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import io.javaoperatorsdk.operator.processing.event.source.EventSource;
import io.javaoperatorsdk.operator.processing.event.source.informer.InformerEventSource;
import io.javaoperatorsdk.operator.processing.event.source.informer.Mappers;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;

/**
 * What was made for resources of a kind, followed in memory; a change of it finds its owner.
 *
 * @param <P> Function or FunctionVersion
 */
final class Owned<P extends HasMetadata> {
    private static final String BY_OWNER = "owner";

    private final InformerEventSource<Deployment, P> deployments;
    private final InformerEventSource<NetworkPolicy, P> policies;
    private final MendingPace pace = new MendingPace(System::nanoTime);

    /** @param selector labels of what is made for this kind and no other */
    Owned(EventSourceContext<P> context, Class<P> owners, String selector) {
        deployments = source(context, Deployment.class, owners, selector, Kept::of);
        deployments.addIndexers(Map.of(BY_OWNER, Owned::ownersOf));
        policies = source(context, NetworkPolicy.class, owners, selector, Kept::of);
    }

    private static <T extends HasMetadata, P extends HasMetadata> InformerEventSource<T, P> source(
            EventSourceContext<P> context, Class<T> type, Class<P> owners, String selector, UnaryOperator<T> kept) {
        return new InformerEventSource<>(
                InformerEventSourceConfiguration.from(type, owners)
                        .withLabelSelector(Labels.MANAGED_BY + "=" + Labels.HEARTH + "," + selector)
                        .withInformerListLimit(Surroundings.PAGE)
                        .withItemStore(new ReducedStore<>(kept))
                        .withSecondaryToPrimaryMapper(resource -> owners(owners, resource))
                        .withPrimaryToSecondaryMapper((P owner) -> Set.of())
                        .withOnAddFilter(made -> false) // by the reconciler itself, which looks again anyway
                        .withOnUpdateFilter((now, before) -> isOtherwise(now, before))
                        .build(),
                context);
    }

    /** Those that the resource names, or, if somebody took the owner away, the one that its labels name. */
    private static <T extends HasMetadata> Set<ResourceID> owners(Class<? extends HasMetadata> kind, T resource) {
        Set<ResourceID> named = Mappers.<T>fromOwnerReferences(kind).toPrimaryResourceIDs(resource);
        Map<String, String> labels = resource.getMetadata().getLabels();
        String version = labels.getOrDefault(Labels.VERSION, Labels.UNPUBLISHED);
        String function = labels.getOrDefault(Labels.FUNCTION, "");
        String name = version.equals(Labels.UNPUBLISHED) ? function : function + "-" + version;
        return named.isEmpty()
                ? Set.of(new ResourceID(name, resource.getMetadata().getNamespace()))
                : named;
    }

    /** Of what is in a status, only whether a Deployment has its pods matters; generation and digest tell of the rest. */
    private static boolean isOtherwise(HasMetadata now, HasMetadata before) {
        return !Objects.equals(
                        now.getMetadata().getGeneration(), before.getMetadata().getGeneration())
                || switch (now) {
                    case Deployment deployment
                    when before instanceof Deployment old ->
                        !Kept.digest(deployment).equals(Kept.digest(old))
                                || !Capacity.shortSince(deployment).equals(Capacity.shortSince(old))
                                || !Capacity.failure(deployment).equals(Capacity.failure(old));
                    case NetworkPolicy policy
                    when before instanceof NetworkPolicy old ->
                        !Kept.digest(policy).equals(Kept.digest(old));
                    default -> true;
                };
    }

    /** How fast changes by others are undone. */
    MendingPace pace() {
        return pace;
    }

    List<EventSource<?, P>> sources() {
        return List.of(deployments, policies);
    }

    List<Deployment> deploymentsOf(HasMetadata owner) {
        return deployments.byIndex(BY_OWNER, owner.getMetadata().getUid());
    }

    Optional<Deployment> deploymentOf(HasMetadata owner, String name) {
        return deployments
                .get(new ResourceID(name, owner.getMetadata().getNamespace()))
                .filter(found -> ownersOf(found).contains(owner.getMetadata().getUid()));
    }

    Optional<NetworkPolicy> policy(String namespace, String name) {
        return policies.get(new ResourceID(name, namespace));
    }

    /** Was made just now; it need not be known from the API server yet. */
    void made(HasMetadata resource) {
        ResourceID id = ResourceID.fromResource(resource);
        switch (resource) {
            case Deployment deployment -> deployments.handleRecentResourceCreate(id, Kept.of(deployment));
            case NetworkPolicy policy -> policies.handleRecentResourceCreate(id, Kept.of(policy));
            default -> throw new IllegalArgumentException("not followed: " + resource.getKind());
        }
    }

    private static List<String> ownersOf(Deployment deployment) {
        return Kept.controller(deployment.getMetadata()).map(OwnerReference::getUid).stream()
                .toList();
    }
}
