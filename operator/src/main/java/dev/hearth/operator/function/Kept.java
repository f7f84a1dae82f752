package dev.hearth.operator.function;

import dev.hearth.crds.Account;
import dev.hearth.crds.Alias;
import dev.hearth.crds.ApiGroup;
import dev.hearth.crds.Function;
import dev.hearth.crds.FunctionVersion;
import dev.hearth.crds.Publication;
import dev.hearth.operator.desired.Labels;
import dev.hearth.operator.desired.SpecDigest;
import io.fabric8.kubernetes.api.model.Namespace;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.api.model.OwnerReference;
import io.fabric8.kubernetes.api.model.ServiceAccount;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.DeploymentCondition;
import io.fabric8.kubernetes.api.model.apps.DeploymentSpec;
import io.fabric8.kubernetes.api.model.apps.DeploymentStatus;
import io.fabric8.kubernetes.api.model.apps.DeploymentStatusBuilder;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicy;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What stays in memory of resources that are followed. */
final class Kept {
    private static final Set<String> LABELS =
            Stream.concat(Labels.OWN.stream(), Stream.of(Labels.ASSUME_ROLE)).collect(Collectors.toUnmodifiableSet());
    /** Annotation of kept resources that holds their digest; of no other ones it means anything. */
    private static final String DIGEST = "digest";

    private static final List<String> CONDITIONS = List.of("Available", "ReplicaFailure");
    private static final Set<String> ANNOTATIONS = Set.of(Account.ID, Account.CONCURRENT_EXECUTIONS);

    private Kept() {}

    /** What Hearth reads of labels and owners, whatever else tenants write there. */
    private static ObjectMeta meta(ObjectMeta all) {
        return new ObjectMetaBuilder()
                .withNamespace(all.getNamespace())
                .withName(all.getName())
                .withUid(all.getUid())
                .withResourceVersion(all.getResourceVersion())
                .withGeneration(all.getGeneration())
                .withCreationTimestamp(all.getCreationTimestamp())
                .withDeletionTimestamp(all.getDeletionTimestamp())
                .withLabels(only(LABELS, all.getLabels()))
                .withOwnerReferences(controller(all).stream().toList())
                .build();
    }

    private static Map<String, String> only(Set<String> keys, @Nullable Map<String, String> all) {
        Map<String, String> own = new TreeMap<>();
        Optional.ofNullable(all)
                .ifPresent(there -> keys.forEach(key -> {
                    @Nullable String value = there.get(key);
                    if (value != null) {
                        own.put(key, value);
                    }
                }));
        return own;
    }

    /** The Function or FunctionVersion that a resource was made for. */
    static Optional<OwnerReference> controller(ObjectMeta meta) {
        return meta.getOwnerReferences().stream()
                .filter(owner -> Boolean.TRUE.equals(owner.getController())
                        && owner.getApiVersion().startsWith(ApiGroup.NAME + "/"))
                .findFirst();
    }

    /** Without the history of who wrote which field, which is as large as all the rest. */
    static Function of(Function function) {
        Function kept = new Function();
        kept.setMetadata(meta(function.getMetadata()));
        Publisher.requested(function)
                .ifPresent(value -> kept.getMetadata().setAnnotations(Map.of(Publication.ANNOTATION, value)));
        kept.setSpec(function.getSpec());
        kept.setStatus(function.getStatus());
        return kept;
    }

    static FunctionVersion of(FunctionVersion version) {
        FunctionVersion kept = new FunctionVersion();
        kept.setMetadata(meta(version.getMetadata()));
        Optional.ofNullable(version.getMetadata().getAnnotations())
                .map(annotations -> annotations.get(ProvisionedShares.ANNOTATION))
                .ifPresent(value -> kept.getMetadata().setAnnotations(Map.of(ProvisionedShares.ANNOTATION, value)));
        kept.setSpec(version.getSpec());
        kept.setStatus(version.getStatus());
        return kept;
    }

    static Alias of(Alias alias) {
        Alias kept = new Alias();
        kept.setMetadata(meta(alias.getMetadata()));
        kept.setSpec(alias.getSpec());
        kept.setStatus(alias.getStatus());
        return kept;
    }

    /** How many replicas it has, whether they are there, and the digest of the rest. */
    static Deployment of(Deployment deployment) {
        Deployment kept = new Deployment();
        kept.setMetadata(meta(deployment.getMetadata()));
        DeploymentSpec spec = new DeploymentSpec();
        spec.setReplicas(deployment.getSpec().getReplicas());
        kept.setSpec(spec);
        kept.getMetadata().setAnnotations(Map.of(DIGEST, SpecDigest.of(deployment)));
        kept.setStatus(new DeploymentStatusBuilder()
                .withConditions(CONDITIONS.stream()
                        .flatMap(type -> condition(deployment, type).stream())
                        .toList())
                .build());
        return kept;
    }

    static Optional<DeploymentCondition> condition(Deployment deployment, String type) {
        return Optional.ofNullable(deployment.getStatus()).map(DeploymentStatus::getConditions).stream()
                .flatMap(List::stream)
                .filter(condition -> condition.getType().equals(type))
                .findFirst();
    }

    /** Of its specification only the digest, which tells whether somebody changed it. */
    static NetworkPolicy of(NetworkPolicy policy) {
        NetworkPolicy kept = new NetworkPolicy();
        kept.setMetadata(meta(policy.getMetadata()));
        kept.getMetadata().setAnnotations(Map.of(DIGEST, SpecDigest.of(policy)));
        return kept;
    }

    static ServiceAccount of(ServiceAccount account) {
        ServiceAccount kept = new ServiceAccount();
        kept.setMetadata(meta(account.getMetadata()));
        return kept;
    }

    static Namespace of(Namespace namespace) {
        Namespace kept = new Namespace();
        kept.setMetadata(meta(namespace.getMetadata()));
        kept.getMetadata()
                .setAnnotations(only(ANNOTATIONS, namespace.getMetadata().getAnnotations()));
        return kept;
    }

    /** Digest of a resource as the API server answers it, or as it is kept. */
    static String digest(Deployment deployment) {
        return deployment.getSpec().getTemplate() == null
                ? deployment.getMetadata().getAnnotations().getOrDefault(DIGEST, "")
                : SpecDigest.of(deployment);
    }

    static String digest(NetworkPolicy policy) {
        return policy.getSpec() == null
                ? policy.getMetadata().getAnnotations().getOrDefault(DIGEST, "")
                : SpecDigest.of(policy);
    }
}
