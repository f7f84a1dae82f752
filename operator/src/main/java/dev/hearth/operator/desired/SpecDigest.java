package dev.hearth.operator.desired;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.OwnerReference;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicy;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Digest of what nobody but the operator may change of a Deployment or a NetworkPolicy: its specification but for the number of
 * replicas and annotations of pods, by which their owners restart them; Hearth's labels; its owner. Of two resources with the API
 * server's defaults filled in it is the same if they are.
 */
public final class SpecDigest {
    private static final JsonMapper SORTED = JsonMapper.builder()
            .enable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS)
            .build();
    private static final TypeReference<Map<String, Object>> FIELDS = new TypeReference<>() {};

    private SpecDigest() {}

    public static String of(Deployment deployment) {
        ObjectNode spec = SORTED.valueToTree(deployment.getSpec());
        spec.remove("replicas");
        if (spec.at("/template/metadata") instanceof ObjectNode pods) {
            pods.remove("annotations");
        }
        return of(deployment, spec);
    }

    public static String of(NetworkPolicy policy) {
        return of(policy, SORTED.valueToTree(policy.getSpec()));
    }

    private static String of(HasMetadata resource, ObjectNode spec) {
        Map<String, Object> fields = SORTED.convertValue(spec, FIELDS);
        try {
            return Hash.of(SORTED.writeValueAsString(
                    List.of(labels(resource.getMetadata()), owners(resource.getMetadata()), fields)));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a resource is always JSON", e);
        }
    }

    private static Map<String, String> labels(ObjectMeta meta) {
        Map<String, String> own =
                new TreeMap<>(Optional.ofNullable(meta.getLabels()).orElseGet(Map::of));
        own.keySet().retainAll(Labels.OWN);
        return own;
    }

    private static List<String> owners(ObjectMeta meta) {
        return meta.getOwnerReferences().stream().map(OwnerReference::getUid).toList();
    }
}
