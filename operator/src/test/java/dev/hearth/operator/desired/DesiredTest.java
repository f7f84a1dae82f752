package dev.hearth.operator.desired;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hearth.crds.Function;
import dev.hearth.crds.VariableSource;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.LocalObjectReference;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What a function becomes: folders of {@code src/test/resources/desired} hold a manifest and what is made of it. {@code
 * -Dhearth.generate=true} writes them anew, for a reader to judge.
 */
class DesiredTest {
    private static final Path FOLDERS = Path.of("src/test/resources/desired");
    private static final Environments COMMON = new Environments(
            "registry.example.com/hearth-runtime:1",
            "IfNotPresent",
            List.of(),
            100,
            "hearth-gateway-internal.hearth-system.svc:9001",
            "eu-central-1",
            true,
            "hearth-system",
            PodMetadata.NONE);

    @ParameterizedTest
    @ValueSource(strings = {"plain", "everything"})
    void isWhatTheFolderSays(String folder) throws IOException {
        Function function = function(folder);

        same(folder, "deployment.yaml", Serialization.asYaml(revision(function).deployment()));
        same(
                folder,
                "networkpolicy.yaml",
                Serialization.asYaml(DesiredNetworkPolicy.of(Declaration.of(function), COMMON)));
    }

    @Test
    void aRevisionIsAnotherWhenWhatRunsIsAnother() throws IOException {
        String id = revision(function("plain")).id();

        assertThat(changed(f -> f.getSpec().setMemorySize(256))).isNotEqualTo(id);
        assertThat(changed(f -> f.getSpec().setHandler("example.Other"))).isNotEqualTo(id);
        assertThat(changed(f -> f.getSpec().getEnvironment().setVariables(Map.of("A", "b"))))
                .isNotEqualTo(id);
        assertThat(changed(f -> f.getMetadata().setNamespace("other"))).isNotEqualTo(id);
        assertThat(changed(f -> f.getSpec().setDescription("another"))).isEqualTo(id);
        assertThat(changed(f -> f.getSpec().setReservedConcurrentExecutions(7))).isEqualTo(id);
    }

    @Test
    void aPodMeetsPodSecurityRestrictedAndHasNoTokenOfTheApiServer() throws IOException {
        PodSpec pod = revision(function("everything"))
                .deployment()
                .getSpec()
                .getTemplate()
                .getSpec();

        assertThat(pod.getSecurityContext().getRunAsNonRoot()).isTrue();
        assertThat(pod.getAutomountServiceAccountToken()).isFalse();
        assertThat(pod.getContainers()).singleElement().satisfies(container -> {
            assertThat(container.getSecurityContext().getReadOnlyRootFilesystem())
                    .isTrue();
            assertThat(container.getSecurityContext().getAllowPrivilegeEscalation())
                    .isFalse();
            assertThat(container.getSecurityContext().getCapabilities().getDrop())
                    .containsExactly("ALL");
            assertThat(container.getResources().getLimits()).doesNotContainKey("cpu");
        });
        assertThat(pod.getVolumes())
                .filteredOn(volume -> volume.getProjected() != null)
                .singleElement()
                .satisfies(volume -> assertThat(volume.getProjected()
                                .getSources()
                                .getFirst()
                                .getServiceAccountToken()
                                .getAudience())
                        .isEqualTo("hearth-gateway"));
    }

    @Test
    void nobodyElseTellsAPodWhereItsGatewayIs() throws IOException {
        Function function = function("plain");
        function.getSpec().getEnvironment().setVariables(Map.of("HEARTH_GATEWAY", "evil:9001"));
        VariableSource secret = new VariableSource();
        function.getSpec().getEnvironment().setVariablesFrom(Map.of("HEARTH_TOKEN_FILE", secret));

        assertThat(container(function, COMMON).getEnv())
                .filteredOn(variable ->
                        List.of("HEARTH_GATEWAY", "HEARTH_TOKEN_FILE").contains(variable.getName()))
                .extracting(EnvVar::getValue)
                .containsExactly(COMMON.gateway(), "/var/run/hearth/identity/token");
    }

    @Test
    void aPodPullsItsImageWithTheSecretsThatTheInstallationNames() throws IOException {
        Environments common = new Environments(
                COMMON.image(),
                "Always",
                List.of("a", "b"),
                100,
                COMMON.gateway(),
                "us-east-1",
                true,
                "hearth-system",
                PodMetadata.NONE);

        assertThat(DesiredRevision.of(resolved(function("plain")), common)
                        .deployment()
                        .getSpec()
                        .getTemplate()
                        .getSpec()
                        .getImagePullSecrets())
                .extracting(LocalObjectReference::getName)
                .containsExactly("a", "b");
    }

    @Test
    void labelsAndAnnotationsOfPodsAreTheFunctionsThenTheInstallationsAndNeverInsteadOfHearths() throws IOException {
        Function function = function("everything");
        Environments common = with(new PodMetadata(
                Map.of("team", "all", "zone", "z", "lambda.hearth.dev/function", "another"), Map.of("note", "all")));

        ObjectMeta pods = DesiredRevision.of(resolved(function), common)
                .deployment()
                .getSpec()
                .getTemplate()
                .getMetadata();

        assertThat(pods.getLabels())
                .containsEntry("team", "shop")
                .containsEntry("zone", "z")
                .containsEntry("lambda.hearth.dev/function", "everything");
        assertThat(pods.getAnnotations())
                .containsEntry("note", "all")
                .containsEntry("cluster-autoscaler.kubernetes.io/safe-to-evict", "false");
    }

    @Test
    void aRevisionIsAnotherWhenItsPodsHaveOtherLabels() throws IOException {
        Function function = function("plain");
        String id = revision(function).id();
        String labelled = DesiredRevision.of(resolved(function), with(new PodMetadata(Map.of("a", "b"), Map.of())))
                .id();
        String annotated = DesiredRevision.of(resolved(function), with(new PodMetadata(Map.of(), Map.of("a", "b"))))
                .id();

        assertThat(List.of(id, labelled, annotated)).doesNotHaveDuplicates();
    }

    private static Environments with(PodMetadata pods) {
        return new Environments(
                COMMON.image(),
                COMMON.pullPolicy(),
                List.of(),
                100,
                COMMON.gateway(),
                COMMON.region(),
                true,
                COMMON.gatewayNamespace(),
                pods);
    }

    private static Container container(Function function, Environments common) {
        return DesiredRevision.of(resolved(function), common)
                .deployment()
                .getSpec()
                .getTemplate()
                .getSpec()
                .getContainers()
                .getFirst();
    }

    private static ResolvedFunction resolved(Function function) {
        return new ResolvedFunction(Declaration.of(function), "123456789012", "default", "a".repeat(64));
    }

    private static String changed(Consumer<Function> change) throws IOException {
        Function function = function("plain");
        change.accept(function);
        return revision(function).id();
    }

    private static DesiredRevision revision(Function function) {
        return DesiredRevision.of(resolved(function), COMMON);
    }

    private static Function function(String folder) throws IOException {
        return Serialization.unmarshal(
                Files.readString(FOLDERS.resolve(folder).resolve("function.yaml")), Function.class);
    }

    private static void same(String folder, String name, String yaml) throws IOException {
        Path file = FOLDERS.resolve(folder).resolve(name);
        if (Boolean.getBoolean("hearth.generate")) {
            Files.writeString(file, yaml);
        }
        assertThat(yaml).isEqualTo(Files.readString(file));
    }
}
