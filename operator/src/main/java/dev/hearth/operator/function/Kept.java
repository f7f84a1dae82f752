package dev.hearth.operator.function;

import dev.hearth.crds.Function;
import dev.hearth.crds.FunctionVersion;
import dev.hearth.crds.Publication;
import dev.hearth.operator.desired.Names;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.Namespace;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.api.model.ServiceAccount;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.DeploymentCondition;
import io.fabric8.kubernetes.api.model.apps.DeploymentSpec;
import io.fabric8.kubernetes.api.model.apps.DeploymentStatus;
import io.fabric8.kubernetes.api.model.apps.DeploymentStatusBuilder;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicy;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** What stays in memory of resources that are followed. */
final class Kept {
    private Kept() {}

    private static ObjectMeta meta(ObjectMeta all) {
        return new ObjectMetaBuilder()
                .withNamespace(all.getNamespace())
                .withName(all.getName())
                .withUid(all.getUid())
                .withResourceVersion(all.getResourceVersion())
                .withGeneration(all.getGeneration())
                .withCreationTimestamp(all.getCreationTimestamp())
                .withDeletionTimestamp(all.getDeletionTimestamp())
                .withLabels(all.getLabels())
                .withOwnerReferences(all.getOwnerReferences())
                .build();
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

    /** How many replicas it has, and whether they are there. */
    static Deployment of(Deployment deployment) {
        Deployment kept = new Deployment();
        kept.setMetadata(meta(deployment.getMetadata()));
        DeploymentSpec spec = new DeploymentSpec();
        spec.setReplicas(deployment.getSpec().getReplicas());
        kept.setSpec(spec);
        available(deployment)
                .ifPresent(available -> kept.setStatus(
                        new DeploymentStatusBuilder().withConditions(available).build()));
        return kept;
    }

    static Optional<DeploymentCondition> available(Deployment deployment) {
        return Optional.ofNullable(deployment.getStatus()).map(DeploymentStatus::getConditions).stream()
                .flatMap(List::stream)
                .filter(condition -> condition.getType().equals("Available"))
                .findFirst();
    }

    static NetworkPolicy of(NetworkPolicy policy) {
        NetworkPolicy kept = new NetworkPolicy();
        kept.setMetadata(meta(policy.getMetadata()));
        kept.setSpec(policy.getSpec());
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
        kept.getMetadata().setAnnotations(namespace.getMetadata().getAnnotations());
        return kept;
    }

    /** The SHA-256 of each package in it; and what the operator itself wrote. */
    static ConfigMap of(ConfigMap configMap) {
        ConfigMap kept = new ConfigMap();
        kept.setMetadata(meta(configMap.getMetadata()));
        Map<String, String> digests = new TreeMap<>();
        Optional.ofNullable(configMap.getBinaryData())
                .ifPresent(data -> data.forEach((key, value) -> digests.put(key, sha256(value))));
        kept.setBinaryData(digests);
        if (configMap.getMetadata().getName().equals(Names.AUTHORITIES)) {
            kept.setData(configMap.getData());
        }
        return kept;
    }

    /** Lower-case hex. */
    static String sha256(String base64) {
        try {
            byte[] bytes = Base64.getDecoder().decode(base64);
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JVM has SHA-256", e);
        }
    }
}
