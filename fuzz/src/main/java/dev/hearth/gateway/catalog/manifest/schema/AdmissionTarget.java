package dev.hearth.gateway.catalog.manifest.schema;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hearth.fuzz.Finding;
import dev.hearth.fuzz.Target;
import dev.hearth.gateway.catalog.manifest.yaml.YamlDocument;
import dev.hearth.gateway.catalog.manifest.yaml.YamlFile;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Resources beside their definitions: the same violations twice, and defaults that are set once change nothing more. */
public final class AdmissionTarget implements Target {
    private final List<ResourceDefinition> definitions =
            List.of(ResourceDefinition.of("functions"), ResourceDefinition.of("aliases"));

    @Override
    public void check(byte[] input) {
        for (YamlDocument document :
                YamlFile.parse(new String(input, StandardCharsets.UTF_8)).documents()) {
            if (document.content() instanceof ObjectNode resource) {
                definitions.forEach(definition -> judge(definition, resource.deepCopy()));
            }
        }
    }

    private static void judge(ResourceDefinition definition, ObjectNode resource) {
        ObjectNode copy = resource.deepCopy();
        List<Violation> violations = definition.admit(resource);
        Finding.unlessEqual(definition.admit(copy), violations, "is judged differently the second time");
        Finding.unlessEqual(copy, resource, "gets other defaults the second time");
        Finding.unlessEqual(definition.admit(copy), violations, "is judged differently with its defaults");
        Finding.unlessEqual(copy, resource, "gets defaults twice");
        violations.forEach(violation -> Finding.unless(!violation.message().isBlank(), "a violation without words"));
    }
}
