package dev.hearth.operator.function;

import com.fasterxml.jackson.databind.JsonNode;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicy;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.fabric8.kubernetes.client.utils.Serialization;
import io.fabric8.zjsonpatch.JsonDiff;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Puts back what somebody changed by hand. A JSON patch replaces whole fields, so that what was added goes too; the number of
 * replicas stays, which is the gateway's, and so do annotations of pods, by which their owners restart them.
 */
final class Mending {
    private static final Logger LOG = LoggerFactory.getLogger(Mending.class);
    private static final PatchContext JSON = PatchContext.of(PatchType.JSON);
    private static final String OWNERS = "/metadata/ownerReferences";
    private static final int INVALID = 422;

    private final KubernetesClient client;
    private final MendingPace pace;

    Mending(KubernetesClient client, MendingPace pace) {
        this.client = client;
        this.pace = pace;
    }

    /** As it is now; throws like any request, as an outage too if another of its name is there by now. */
    Deployment deployment(Deployment found, Deployment desired) {
        List<Map<String, Object>> patch = metadata(found, desired);
        var spec = desired.getSpec();
        patch.add(put(
                "/spec/template/metadata/labels",
                spec.getTemplate().getMetadata().getLabels()));
        patch.add(put("/spec/template/spec", spec.getTemplate().getSpec()));
        patch.add(put("/spec/strategy", spec.getStrategy()));
        patch.add(put("/spec/revisionHistoryLimit", spec.getRevisionHistoryLimit()));
        patch.add(put("/spec/progressDeadlineSeconds", spec.getProgressDeadlineSeconds()));
        patch.add(put("/spec/minReadySeconds", 0));
        patch.add(put("/spec/paused", false));
        return mended(found, desired, patch);
    }

    /** As it is now; throws as {@link #deployment} does. */
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
                put(OWNERS, desired.getMetadata().getOwnerReferences())));
    }

    private static Map<String, Object> put(String path, Object value) {
        return Map.of("op", "add", "path", path, "value", value);
    }

    private <T extends HasMetadata> T mended(T found, T desired, List<Map<String, Object>> patch) {
        T before = still(found, desired);
        T mended = patched(found, desired, patch);
        if (!Objects.equals(
                before.getMetadata().getResourceVersion(), mended.getMetadata().getResourceVersion())) {
            String field = difference(mended, before);
            if (!field.startsWith(OWNERS)) { // as of what a function of the same name has left behind
                pace.undone(found.getMetadata().getUid(), field);
            }
            log(desired, field);
        }
        return mended;
    }

    /** The API server says the same of a refused patch and of a failed test of its UID. */
    private <T extends HasMetadata> T patched(T found, T desired, List<Map<String, Object>> patch) {
        try {
            return Objects.requireNonNull(client.resource(desired).patch(JSON, Serialization.asJson(patch)));
        } catch (KubernetesClientException e) {
            if (e.getCode() == INVALID) {
                still(found, desired);
            }
            throw e;
        }
    }

    private <T extends HasMetadata> T still(T found, T desired) {
        @Nullable T now = client.resource(desired).get();
        if (now == null
                || !found.getMetadata().getUid().equals(now.getMetadata().getUid())) {
            throw new KubernetesClientException(desired.getKind() + " "
                    + desired.getMetadata().getName() + " was made anew while it was being mended; trying again");
        }
        return now;
    }

    /** Where somebody had it otherwise, such as {@code /spec/template/spec/containers/0/image}. */
    private String difference(HasMetadata mended, HasMetadata before) {
        for (JsonNode each : JsonDiff.asJson(tree(mended), tree(before))) {
            String path = each.path("path").asText();
            if (path.startsWith("/spec/") || path.startsWith("/metadata/labels") || path.startsWith(OWNERS)) {
                return path;
            }
        }
        return "/metadata";
    }

    private JsonNode tree(HasMetadata resource) {
        return client.getKubernetesSerialization().convertValue(resource, JsonNode.class);
    }

    private static void log(HasMetadata desired, String field) {
        LOG.atInfo()
                .setMessage("hand-made change undone")
                .addKeyValue("kind", desired.getKind())
                .addKeyValue("namespace", desired.getMetadata().getNamespace())
                .addKeyValue("name", desired.getMetadata().getName())
                .addKeyValue("field", field)
                .log();
    }
}
