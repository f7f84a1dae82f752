package dev.hearth.operator.function;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicy;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Puts back what somebody changed by hand. A JSON patch replaces whole fields, so that what was added goes too; the number of
 * replicas stays, which is the gateway's.
 */
final class Mending {
    private static final Logger LOG = LoggerFactory.getLogger(Mending.class);
    private static final PatchContext JSON = PatchContext.of(PatchType.JSON);

    private final KubernetesClient client;

    Mending(KubernetesClient client) {
        this.client = client;
    }

    Deployment deployment(Deployment found, Deployment desired) {
        List<Map<String, Object>> patch = metadata(found, desired);
        var spec = desired.getSpec();
        patch.add(put("/spec/template", spec.getTemplate()));
        patch.add(put("/spec/strategy", spec.getStrategy()));
        patch.add(put("/spec/revisionHistoryLimit", spec.getRevisionHistoryLimit()));
        patch.add(put("/spec/progressDeadlineSeconds", spec.getProgressDeadlineSeconds()));
        patch.add(put("/spec/minReadySeconds", 0));
        patch.add(put("/spec/paused", false));
        return mended(found, desired, patch);
    }

    NetworkPolicy policy(NetworkPolicy found, NetworkPolicy desired) {
        List<Map<String, Object>> patch = metadata(found, desired);
        patch.add(put("/spec", desired.getSpec()));
        return mended(found, desired, patch);
    }

    private static List<Map<String, Object>> metadata(HasMetadata found, HasMetadata desired) {
        return new ArrayList<>(List.of(
                Map.of(
                        "op", "test",
                        "path", "/metadata/uid",
                        "value", found.getMetadata().getUid()),
                put("/metadata/labels", desired.getMetadata().getLabels()),
                put("/metadata/ownerReferences", desired.getMetadata().getOwnerReferences())));
    }

    private static Map<String, Object> put(String path, Object value) {
        return Map.of("op", "add", "path", path, "value", value);
    }

    private <T extends HasMetadata> T mended(T found, T desired, List<Map<String, Object>> patch) {
        T mended = Objects.requireNonNull(client.resource(desired).patch(JSON, Serialization.asJson(patch)));
        if (!Objects.equals(
                found.getMetadata().getResourceVersion(), mended.getMetadata().getResourceVersion())) {
            log(desired);
        }
        return mended;
    }

    private static void log(HasMetadata desired) {
        LOG.atInfo()
                .setMessage("hand-made change undone")
                .addKeyValue("kind", desired.getKind())
                .addKeyValue("namespace", desired.getMetadata().getNamespace())
                .addKeyValue("name", desired.getMetadata().getName())
                .log();
    }
}
