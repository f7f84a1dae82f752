package dev.hearth.gateway.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hearth.crds.Function;
import io.fabric8.kubernetes.api.model.ContainerStatusBuilder;
import io.fabric8.kubernetes.api.model.OwnerReference;
import io.fabric8.kubernetes.api.model.OwnerReferenceBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What anybody may put into an object does not stay in the gateway. */
class KeptTest {
    private static final int ALLOWED_BYTES = 2_000;

    private final FakeCluster cluster = new FakeCluster();
    private final Deployment deployment = cluster.deployment("orders", "f-1", "uid");

    private static Map<String, String> many(int count) {
        Map<String, String> many = new HashMap<>();
        IntStream.range(0, count).forEach(each -> many.put("example.com/label-" + each, "value"));
        return many;
    }

    private static int bytes(Object kept) {
        return Serialization.asJson(kept).length();
    }

    @Test
    void keepsOfAnEnvironmentsPodWhatIsUsedAndNoMore() {
        Pod pod = cluster.podOf(deployment, "f-1-a");
        EnvironmentPod before = EnvironmentPod.of(pod).orElseThrow();
        pod.getMetadata().getLabels().putAll(many(50_000));
        pod.getMetadata().setAnnotations(many(1_000));
        List<OwnerReference> owners = new ArrayList<>(pod.getMetadata().getOwnerReferences());
        IntStream.range(0, 1_000)
                .forEach(each -> owners.add(FakeCluster.controller(deployment, "uid-" + each)
                        .withController(false)
                        .build()));
        pod.getMetadata().setOwnerReferences(owners);
        pod.getStatus()
                .setContainerStatuses(IntStream.range(0, 1_000)
                        .mapToObj(each -> new ContainerStatusBuilder()
                                .withName("c" + each)
                                .withNewState()
                                .withNewWaiting("a long story", "ImagePullBackOff")
                                .endState()
                                .build())
                        .toList());

        Pod kept = Kept.of(pod);

        assertThat(bytes(kept)).isLessThan(ALLOWED_BYTES);
        EnvironmentPod after = EnvironmentPod.of(kept).orElseThrow();
        assertThat(after.onItsWay()).isFalse();
        assertThat(after).usingRecursiveComparison().ignoringFields("onItsWay").isEqualTo(before);
    }

    @Test
    void keepsOfAPodThatIsNoEnvironmentOnlyWhichItIs() {
        Pod pod = new PodBuilder(cluster.podOf(deployment, "f-1-a"))
                .editMetadata()
                .withOwnerReferences()
                .addToLabels(many(50_000))
                .endMetadata()
                .build();

        Pod kept = Kept.of(pod);

        assertThat(EnvironmentPod.of(kept)).isEmpty();
        assertThat(kept.getMetadata().getUid()).isEqualTo("uid-of-f-1-a");
        assertThat(kept.getMetadata().getLabels()).isNullOrEmpty();
    }

    @Test
    void anOwnerThatIsAsLargeAsItsPodIsNone() {
        Pod pod = cluster.podOf(deployment, "f-1-a");
        pod.getMetadata().getOwnerReferences().getFirst().setName("x".repeat(1_000_000));

        assertThat(EnvironmentPod.of(pod)).isEmpty();
        assertThat(bytes(Kept.of(pod))).isLessThan(ALLOWED_BYTES);
    }

    @Test
    void keepsOfADeploymentWhatItsPodsAreComparedWith() {
        EnvironmentDeployment before = EnvironmentDeployment.of(deployment).orElseThrow();
        deployment.getMetadata().getLabels().putAll(many(50_000));

        Deployment kept = Kept.of(deployment);

        assertThat(bytes(kept)).isLessThan(ALLOWED_BYTES);
        assertThat(EnvironmentDeployment.of(kept)).contains(before);
        assertThat(Replicas.of(kept)).isEqualTo(Replicas.of(deployment));
    }

    @Test
    void whatIsNotUsedIsSkippedWhileItIsRead() {
        Pod pod = cluster.podOf(deployment, "f-1-a");
        pod.getMetadata().getLabels().putAll(many(1_000));
        pod.getMetadata().setFinalizers(List.of("example.com/one"));
        List<OwnerReference> owners = new ArrayList<>(pod.getMetadata().getOwnerReferences());
        owners.addFirst(new OwnerReferenceBuilder().withName("another").build());
        pod.getMetadata().setOwnerReferences(owners);
        String json = Serialization.asJson(new PodBuilder(pod)
                .withNewSpec()
                .withServiceAccountName("runner")
                .withNodeName("node")
                .addNewContainer()
                .withName("c")
                .endContainer()
                .endSpec()
                .build());

        Pod read = new KubernetesSerialization(LeanResources.mapper(), true).unmarshal(json, Pod.class);

        assertThat(read.getMetadata().getLabels())
                .containsOnlyKeys(Labels.REVISION, Labels.TEMPLATE_HASH)
                .containsEntry(Labels.REVISION, FakeCluster.REVISION);
        assertThat(read.getMetadata().getFinalizers()).isEmpty();
        assertThat(read.getMetadata().getOwnerReferences())
                .singleElement()
                .satisfies(owner -> assertThat(owner.getController()).isTrue());
        assertThat(read.getSpec().getServiceAccountName()).isEqualTo("runner");
        assertThat(read.getSpec().getContainers()).isEmpty();
        assertThat(read.getSpec().getAdditionalProperties()).isEmpty();
        assertThat(EnvironmentPod.of(read)).isEqualTo(EnvironmentPod.of(pod));
    }

    @Test
    void ofAFunctionOnlyItsStatusIsRead() {
        Function function = ClusterRevisions.function("orders", "F", ClusterRevisions.served("orders", "f-1", "A"));
        function.getSpec().setHandler("x".repeat(1_000));
        String json = Serialization.asJson(function);
        assertThat(json).contains("xxx");

        Function read = new KubernetesSerialization(LeanResources.mapper(), true).unmarshal(json, Function.class);

        assertThat(Serialization.asJson(read.getSpec())).doesNotContain("xxx");
        assertThat(ServedFunction.of(read).map(ServedFunction::revision))
                .isEqualTo(ServedFunction.of(function).map(ServedFunction::revision));
        assertThat(Kept.of(read).getMetadata().getUid()).isEqualTo("F");
    }

    @Test
    void aNamespacesAnnotationsForAccountsAreRead() {
        var namespace = new KubernetesSerialization(LeanResources.mapper(), true)
                .unmarshal("""
                        {"kind": "Namespace", "apiVersion": "v1", "metadata": {"name": "a", "annotations":
                          {"lambda.hearth.dev/account-id": "123456789012", "x": "y", "lambda.hearth.dev/concurrent-executions": "7"},
                          "labels": null}}
                        """, io.fabric8.kubernetes.api.model.Namespace.class);

        assertThat(namespace.getMetadata().getAnnotations())
                .containsOnlyKeys("lambda.hearth.dev/account-id", "lambda.hearth.dev/concurrent-executions");
    }
}
