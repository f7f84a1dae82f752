package dev.hearth.operator.desired;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

class SpecDigestTest {
    private final Deployment deployment = read();
    private final String digest = SpecDigest.of(deployment);

    @Test
    void isTheSameForAnotherNumberOfReplicasAndAnotherVersion() {
        assertThat(changed(each -> each.getSpec().setReplicas(7))).isEqualTo(digest);
        assertThat(changed(each -> each.getMetadata().setResourceVersion("8"))).isEqualTo(digest);
        assertThat(changed(each -> each.getMetadata().setAnnotations(Map.of("a", "b"))))
                .isEqualTo(digest);
        assertThat(changed(each -> each.getMetadata().getLabels().put("team", "x")))
                .isEqualTo(digest);
    }

    @Test
    void isTheSameWhenPodsAreAnnotated() {
        assertThat(changed(each -> each.getSpec()
                        .getTemplate()
                        .getMetadata()
                        .setAnnotations(Map.of("kubectl.kubernetes.io/restartedAt", "now"))))
                .isEqualTo(digest);
        assertThat(changed(each -> each.getSpec().getTemplate().getMetadata().setAnnotations(null)))
                .isEqualTo(digest);
    }

    @Test
    void isAnotherWhenAnythingThatRunsIsAnother() {
        assertThat(changed(each -> each.getSpec().setPaused(true))).isNotEqualTo(digest);
        assertThat(changed(each -> each.getSpec().getTemplate().getSpec().setHostNetwork(true)))
                .isNotEqualTo(digest);
        assertThat(changed(each -> container(each).setImage("evil"))).isNotEqualTo(digest);
        assertThat(changed(each -> container(each).getEnv().add(new EnvVar("A", "b", null))))
                .isNotEqualTo(digest);
        assertThat(changed(each -> container(each).getEnv().removeLast())).isNotEqualTo(digest);
    }

    @Test
    void isAnotherWhenALabelOfHearthOrTheOwnerIsMissing() {
        assertThat(changed(each -> each.getMetadata().getLabels().remove(Labels.FUNCTION)))
                .isNotEqualTo(digest);
        assertThat(changed(each -> each.getMetadata().setOwnerReferences(List.of())))
                .isNotEqualTo(digest);
    }

    private String changed(Consumer<Deployment> change) {
        Deployment changed = Serialization.clone(deployment);
        change.accept(changed);
        return SpecDigest.of(changed);
    }

    private static Container container(Deployment deployment) {
        return deployment.getSpec().getTemplate().getSpec().getContainers().getFirst();
    }

    private static Deployment read() {
        try {
            return Serialization.unmarshal(
                    Files.readString(Path.of("src/test/resources/desired/everything/deployment.yaml")),
                    Deployment.class);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }
}
