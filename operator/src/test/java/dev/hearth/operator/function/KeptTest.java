package dev.hearth.operator.function;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hearth.crds.Function;
import dev.hearth.crds.FunctionSpec;
import io.fabric8.kubernetes.api.model.Namespace;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.api.model.OwnerReferenceBuilder;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.DeploymentBuilder;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class KeptTest {
    private static final int MANY = 10_000;

    @Test
    void ofADeploymentAFewHundredBytesStayWhateverItsAuthorWrote() {
        Deployment kept = Kept.of(deployment());

        assertThat(Serialization.asJson(kept)).hasSizeLessThan(1_500);
        assertThat(kept.getMetadata().getLabels()).containsOnlyKeys("lambda.hearth.dev/function");
        assertThat(kept.getMetadata().getOwnerReferences())
                .singleElement()
                .satisfies(owner -> assertThat(owner.getUid()).isEqualTo("own"));
        assertThat(kept.getSpec().getReplicas()).isEqualTo(3);
    }

    @Test
    void aDigestIsTheSameOfWhatIsKeptAndOfWhatItWasKeptOf() {
        Deployment deployment = deployment();

        assertThat(Kept.digest(Kept.of(deployment))).isEqualTo(Kept.digest(deployment));
    }

    @Test
    void ofAFunctionNoForeignLabelsStay() {
        Function function = new Function();
        function.setMetadata(new ObjectMetaBuilder()
                .withName("f")
                .withNamespace("n")
                .withLabels(many())
                .withAnnotations(many())
                .withFinalizers(many().keySet().stream().toList())
                .build());
        function.setSpec(new FunctionSpec());

        assertThat(Serialization.asJson(Kept.of(function).getMetadata())).hasSizeLessThan(200);
    }

    @Test
    void ofANamespaceOnlyTheAnnotationsOfItsAccountStay() {
        Map<String, String> annotations = many();
        annotations.put("lambda.hearth.dev/account-id", "123456789012");
        Namespace namespace = new NamespaceBuilder()
                .withNewMetadata()
                .withName("n")
                .withAnnotations(annotations)
                .endMetadata()
                .build();

        assertThat(Kept.of(namespace).getMetadata().getAnnotations())
                .containsExactly(Map.entry("lambda.hearth.dev/account-id", "123456789012"));
    }

    private static Deployment deployment() {
        Map<String, String> labels = many();
        labels.put("lambda.hearth.dev/function", "f");
        return new DeploymentBuilder()
                .withNewMetadata()
                .withNamespace("n")
                .withName("f-1")
                .withLabels(labels)
                .withAnnotations(many())
                .withOwnerReferences(IntStream.range(0, MANY)
                        .mapToObj(i -> new OwnerReferenceBuilder()
                                .withApiVersion(i == MANY / 2 ? "lambda.hearth.dev/v1alpha1" : "v1")
                                .withKind("Function")
                                .withName("f")
                                .withUid(i == MANY / 2 ? "own" : "u" + i)
                                .withController(i == MANY / 2)
                                .build())
                        .toList())
                .endMetadata()
                .withNewSpec()
                .withReplicas(3)
                .withNewTemplate()
                .withNewMetadata()
                .withLabels(many())
                .endMetadata()
                .endTemplate()
                .endSpec()
                .build();
    }

    private static Map<String, String> many() {
        Map<String, String> many = new HashMap<>();
        IntStream.range(0, MANY).forEach(i -> many.put("key-" + i, "value-" + i));
        return many;
    }
}
