package dev.hearth.gateway.catalog.manifest;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hearth.crds.RefusedManifests;
import dev.hearth.crds.RefusedManifests.Case;
import dev.hearth.gateway.catalog.manifest.schema.ResourceDefinition;
import dev.hearth.gateway.catalog.manifest.schema.Violation;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class RefusedManifestsTest {
    private static final Map<String, ResourceDefinition> DEFINITIONS = Map.of(
            "Function", ResourceDefinition.of("functions"),
            "Alias", ResourceDefinition.of("aliases"),
            "FunctionVersion", ResourceDefinition.of("functionversions"));

    @TempDir
    Path folder;

    @ParameterizedTest
    @MethodSource("dev.hearth.crds.RefusedManifests#cases")
    void namesFieldValueAndRule(Case each) {
        List<Violation> violations = DEFINITIONS.get(each.kind()).admit(each.manifest());

        assertThat(violations).singleElement().satisfies(violation -> {
            assertThat(violation.field()).isEqualTo(each.field());
            assertThat(violation.message()).contains(each.says()).contains(each.hint());
        });
    }

    @Test
    void everyFunctionAndAliasOfTheTableIsRefusedWhenReadFromAFile() throws IOException {
        List<Case> served = RefusedManifests.cases().stream()
                .filter(each -> !each.kind().equals("FunctionVersion"))
                .toList();
        for (Case each : served) {
            Path file =
                    Files.writeString(folder.resolve("f.yaml"), each.manifest().toPrettyString());

            assertThat(new ManifestReader().read(file))
                    .as(each.name())
                    .singleElement()
                    .isInstanceOfSatisfying(
                            ManifestResult.Invalid.class,
                            invalid -> assertThat(invalid.problems())
                                    .singleElement()
                                    .satisfies(problem ->
                                            assertThat(problem.line()).isBetween(1, 20)));
        }
    }

    @Test
    void theTableIsLong() {
        int rows = RefusedManifests.cases().size();
        System.out.println(rows + " refused manifests");

        assertThat(rows).isGreaterThanOrEqualTo(60);
    }

    @ParameterizedTest
    @ValueSource(strings = {"Function", "Alias", "FunctionVersion"})
    void whatTheTableStartsFromIsValid(String kind) {
        assertThat(DEFINITIONS.get(kind).admit(RefusedManifests.valid(kind))).isEmpty();
    }
}
