package dev.hearth.operator.function;

import dev.hearth.crds.ConfigMapCode;
import dev.hearth.crds.Function;
import dev.hearth.crds.FunctionCode;
import dev.hearth.crds.FunctionVersion;
import dev.hearth.operator.desired.Labels;
import dev.hearth.operator.desired.Names;
import dev.hearth.operator.desired.Owner;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.net.HttpURLConnection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Keeps the code of versions that came from ConfigMaps, which anybody may change, in immutable ones of their own. */
final class CodeCopies {
    private static final String KEY = "code";
    private static final PatchContext MERGE = PatchContext.of(PatchType.JSON_MERGE);

    private final KubernetesClient client;

    CodeCopies(KubernetesClient client) {
        this.client = client;
    }

    /**
     * Where a version finds just the code that its function has now.
     *
     * @param sha256 of that code, lower-case hex
     * @return empty: the ConfigMap has other code by now
     */
    Optional<FunctionCode> keep(Function function, String sha256, long number) {
        FunctionCode pinned = Serialization.clone(function.getSpec().getCode());
        pinned.setSha256(sha256);
        @Nullable ConfigMapCode source = pinned.getConfigMap();
        if (source == null) {
            return Optional.of(pinned);
        }
        Optional<String> code = code(function.getMetadata().getNamespace(), source.getName(), sha256);
        code.ifPresent(base64 -> {
            ConfigMap copy = copy(function, number, base64);
            make(copy);
            ConfigMapCode kept = new ConfigMapCode();
            kept.setName(copy.getMetadata().getName());
            kept.setKey(KEY);
            pinned.setConfigMap(kept);
        });
        return code.map(_ -> pinned);
    }

    /** Base64 of the package of this digest. */
    private Optional<String> code(String namespace, String configMap, String sha256) {
        return ConfigMapContent.read(client, namespace, configMap).flatMap(content -> content.withDigest(sha256));
    }

    private static ConfigMap copy(Function function, long number, String base64) {
        return new ConfigMapBuilder()
                .withNewMetadata()
                .withNamespace(function.getMetadata().getNamespace())
                .withName(Names.versionCode(function.getMetadata().getName(), number))
                .withLabels(Map.of(Labels.MANAGED_BY, Labels.HEARTH))
                .withOwnerReferences(Owner.of(function)) // until the version has it: handOver
                .endMetadata()
                .withImmutable(true)
                .withBinaryData(Map.of(KEY, base64))
                .build();
    }

    /** By a number that is given once: one that is there was made by an operator that ended before it made the version. */
    private void make(ConfigMap copy) {
        try {
            client.resource(copy).create();
        } catch (KubernetesClientException e) {
            if (e.getCode() != HttpURLConnection.HTTP_CONFLICT) {
                throw e;
            }
        }
    }

    /** From now on its copy, if it has one, goes when the version goes. */
    void handOver(FunctionVersion version) {
        Optional.ofNullable(version.getSpec().getCode().getConfigMap()).ifPresent(code -> handOver(version, code));
    }

    private void handOver(FunctionVersion version, ConfigMapCode code) {
        try {
            client.configMaps()
                    .inNamespace(version.getMetadata().getNamespace())
                    .withName(code.getName())
                    .patch(
                            MERGE,
                            Serialization.asJson(
                                    Map.of("metadata", Map.of("ownerReferences", List.of(Owner.of(version))))));
        } catch (KubernetesClientException e) {
            if (e.getCode() != HttpURLConnection.HTTP_NOT_FOUND) {
                throw e;
            }
        }
    }
}
