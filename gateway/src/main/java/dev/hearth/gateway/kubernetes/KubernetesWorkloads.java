package dev.hearth.gateway.kubernetes;

import com.fasterxml.jackson.databind.JsonNode;
import io.fabric8.kubernetes.api.model.DeletionPropagation;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.autoscaling.v1.Scale;
import io.fabric8.kubernetes.api.model.autoscaling.v1.ScaleBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.net.HttpURLConnection;
import java.util.Optional;

/** Changes of workloads by requests to the API server. */
final class KubernetesWorkloads implements WorkloadApi {
    private static final long AT_ONCE_SECONDS = 1;

    private final KubernetesClient client;

    KubernetesWorkloads(KubernetesClient client) {
        this.client = client;
    }

    @Override
    public Optional<Replicas> read(ResourceName deployment) {
        return Optional.ofNullable(client.apps()
                        .deployments()
                        .inNamespace(deployment.namespace())
                        .withName(deployment.name())
                        .get())
                .map(Replicas::of);
    }

    @Override
    public Optional<Replicas> scale(ResourceName deployment, Replicas seen, int count) {
        ObjectMeta meta = new ObjectMetaBuilder()
                .withNamespace(deployment.namespace())
                .withName(deployment.name())
                .withUid(seen.uid())
                .withResourceVersion(seen.resourceVersion())
                .build();
        Scale scale = new ScaleBuilder()
                .withMetadata(meta)
                .withNewSpec()
                .withReplicas(count)
                .endSpec()
                .build();
        try {
            return Optional.ofNullable(client.raw(scalePath(deployment), "PUT", scale))
                    .map(json -> Serialization.unmarshal(json, JsonNode.class))
                    .map(Replicas::ofChanged);
        } catch (KubernetesClientException e) {
            if (e.getCode() == HttpURLConnection.HTTP_CONFLICT) {
                return read(deployment);
            }
            if (e.getCode() == HttpURLConnection.HTTP_NOT_FOUND) {
                return Optional.empty();
            }
            throw e;
        }
    }

    @Override
    public void mark(EnvironmentPod pod) {
        Pod patch = new PodBuilder()
                .withNewMetadata()
                .addToAnnotations(Labels.DELETION_COST, "-1")
                .endMetadata()
                .build();
        try {
            client.pods()
                    .inNamespace(pod.name().namespace())
                    .withName(pod.name().name())
                    .patch(PatchContext.of(PatchType.STRATEGIC_MERGE), Serialization.asJson(patch));
        } catch (KubernetesClientException e) {
            ignoreIfGone(e);
        }
    }

    @Override
    public void delete(EnvironmentPod pod, boolean atOnce) {
        var found = client.pods()
                .inNamespace(pod.name().namespace())
                .withName(pod.name().name());
        var background = found.withPropagationPolicy(DeletionPropagation.BACKGROUND);
        try {
            if (atOnce) {
                background.withGracePeriod(AT_ONCE_SECONDS).delete();
            } else {
                background.delete();
            }
        } catch (KubernetesClientException e) {
            ignoreIfGone(e);
        }
    }

    private static void ignoreIfGone(KubernetesClientException e) {
        if (e.getCode() != HttpURLConnection.HTTP_NOT_FOUND) {
            throw e;
        }
    }

    private static String scalePath(ResourceName deployment) {
        return "/apis/apps/v1/namespaces/" + deployment.namespace() + "/deployments/" + deployment.name() + "/scale";
    }
}
