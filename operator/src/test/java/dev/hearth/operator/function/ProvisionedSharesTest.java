package dev.hearth.operator.function;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hearth.crds.Alias;
import dev.hearth.crds.AliasRoutingConfig;
import dev.hearth.crds.AliasSpec;
import dev.hearth.crds.AliasStatus;
import dev.hearth.crds.FunctionVersion;
import dev.hearth.crds.FunctionVersionSpec;
import dev.hearth.crds.ProvisionedConcurrencyConfig;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ProvisionedSharesTest {
    private static final List<FunctionVersion> VERSIONS =
            List.of(version("1", Map.of()), version("2", Map.of()), version("3", Map.of()));

    @Test
    void anAliasProvisionsTheVersionThatItLeadsTo() {
        assertThat(ProvisionedShares.of(List.of(alias("live", "2", 5)), VERSIONS)
                        .byVersion())
                .containsExactlyEntriesOf(Map.of("2", 5));
    }

    @Test
    void anAliasWithWeightsProvisionsBothInProportion() {
        Alias alias = alias("live", "1", 10);
        AliasRoutingConfig routing = new AliasRoutingConfig();
        routing.setAdditionalVersionWeights(Map.of("3", 0.25));
        alias.getSpec().setRoutingConfig(routing);

        assertThat(ProvisionedShares.of(List.of(alias), VERSIONS).byVersion()).isEqualTo(Map.of("1", 7, "3", 3));

        routing.setAdditionalVersionWeights(Map.of("3", 0.01));
        assertThat(ProvisionedShares.of(List.of(alias), VERSIONS).byVersion()).isEqualTo(Map.of("1", 10));
    }

    @Test
    void aVersionIsProvisionedInOnePlaceOnly() {
        Alias younger = alias("b", "1", 9);
        ProvisionedShares shares = ProvisionedShares.of(List.of(younger, alias("a", "1", 5)), VERSIONS);

        assertThat(shares.byVersion()).isEqualTo(Map.of("1", 5));
        assertThat(shares.refused().get("b"))
                .contains(
                        "Alias can't be used for Provisioned Concurrency configuration on an already Provisioned version");
    }

    @Test
    void aVersionsOwnAnnotationComesFirst() {
        List<FunctionVersion> versions = List.of(version("1", Map.of(ProvisionedShares.ANNOTATION, "3")));
        ProvisionedShares shares = ProvisionedShares.of(List.of(alias("a", "1", 5)), versions);

        assertThat(shares.byVersion()).isEqualTo(Map.of("1", 3));
        assertThat(shares.refused()).containsOnlyKeys("a");
    }

    @Test
    void anAnnotationThatIsNoNumberIsRefused() {
        List<FunctionVersion> versions = List.of(version("1", Map.of(ProvisionedShares.ANNOTATION, "many")));

        assertThat(ProvisionedShares.of(List.of(), versions).refused().get("1")).contains("'many'", "give a number");
    }

    @Test
    void anAliasThatLeadsNowhereProvisionsNothing() {
        assertThat(ProvisionedShares.of(List.of(alias("a", "7", 5)), VERSIONS))
                .isEqualTo(new ProvisionedShares(Map.of(), Map.of()));
    }

    @Test
    void anAliasThatCannotMoveKeepsWhatItHas() {
        Alias alias = alias("a", "7", 5);
        AliasStatus status = new AliasStatus();
        status.setFunctionVersion("2");
        alias.setStatus(status);

        assertThat(ProvisionedShares.of(List.of(alias), VERSIONS).byVersion()).isEqualTo(Map.of("2", 5));
    }

    private static Alias alias(String name, String version, int environments) {
        AliasSpec spec = new AliasSpec();
        spec.setFunctionName("hello");
        spec.setFunctionVersion(version);
        ProvisionedConcurrencyConfig config = new ProvisionedConcurrencyConfig();
        config.setProvisionedConcurrentExecutions(environments);
        spec.setProvisionedConcurrencyConfig(config);
        Alias alias = new Alias();
        alias.setMetadata(new ObjectMetaBuilder()
                .withName(name)
                .withUid(name)
                .withCreationTimestamp("2026-01-01T00:00:00Z")
                .build());
        alias.setSpec(spec);
        return alias;
    }

    private static FunctionVersion version(String number, Map<String, String> annotations) {
        FunctionVersionSpec spec = new FunctionVersionSpec();
        spec.setFunctionName("hello");
        spec.setVersion(number);
        FunctionVersion version = new FunctionVersion();
        version.setMetadata(new ObjectMetaBuilder()
                .withName("hello-" + number)
                .withUid(number)
                .withAnnotations(annotations)
                .build());
        version.setSpec(spec);
        return version;
    }
}
