package dev.hearth.e2e.controlplane;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hearth.e2e.cluster.Chart;
import dev.hearth.e2e.cluster.Tools;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.ResourceLock;

/** Access keys that were in the installation's own namespace, and the chart that reads them from one of their own. */
@ResourceLock("machine")
class AccessKeysE2E {
    private static final Path CLUSTER = Path.of("").toAbsolutePath().getParent().resolve("docs/cluster.md");
    /** The commands of the documentation, between the marks of a code block. */
    private static final Pattern COPY =
            Pattern.compile("```\n(kubectl create namespace hearth-system-access-keys\n.*?)```", Pattern.DOTALL);

    private static final String MADE = "kind: Namespace";

    private static ControlPlane cluster;
    private static Path kubeconfig;

    @BeforeAll
    static void start() throws IOException {
        Optional<String> obstacle = Tools.obstacle();
        Assumptions.assumeTrue(obstacle.isEmpty(), () -> "No API server for the chart: " + obstacle.orElse(""));
        cluster = ControlPlane.start(Tools.folder());
        kubeconfig = cluster.kubeconfig();
    }

    @AfterAll
    static void end() {
        if (cluster != null) {
            cluster.close();
        }
    }

    @Test
    void anUpgradeIsRefusedUntilAccessKeysAreWhereTheyAreRead() throws IOException {
        assertThat(Chart.install(kubeconfig)).contains(MADE);
        assertThat(Chart.upgrade(kubeconfig)).as("without keys").contains(MADE);
        cluster.client()
                .resource(new SecretBuilder()
                        .withNewMetadata()
                        .withNamespace("hearth-system")
                        .withName("key-of-shop")
                        .withLabels(Map.of("lambda.hearth.dev/access-key", ""))
                        .endMetadata()
                        .withStringData(Map.of("accessKeyId", "AKIASHOP"))
                        .build())
                .create();

        assertThat(Chart.upgrade(kubeconfig))
                .doesNotContain("kind:")
                .contains("key-of-shop", "hearth-system-access-keys", "Copy them first");
        assertThat(Chart.upgrade(kubeconfig, "--set", "access.keysNamespace=hearth-system"))
                .as("they stay where they are")
                .contains("kind: Deployment");

        Chart.shell(kubeconfig, documented());

        assertThat(Chart.upgrade(kubeconfig))
                .contains("kind: Deployment")
                .as("somebody else has made the namespace")
                .doesNotContain(MADE);
        assertThat(cluster.client()
                        .secrets()
                        .inNamespace("hearth-system-access-keys")
                        .withName("key-of-shop")
                        .get())
                .satisfies(copy -> {
                    assertThat(copy.getMetadata().getLabels()).containsKey("lambda.hearth.dev/access-key");
                    assertThat(copy.getData()).containsKey("accessKeyId");
                });
    }

    private static String documented() throws IOException {
        Matcher commands = COPY.matcher(Files.readString(CLUSTER));
        assertThat(commands.find()).as("docs/cluster.md says how").isTrue();
        return commands.group(1);
    }
}
