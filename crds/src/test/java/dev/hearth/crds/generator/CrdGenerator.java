package dev.hearth.crds.generator;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import dev.hearth.crds.Alias;
import dev.hearth.crds.Function;
import dev.hearth.crds.FunctionVersion;
import io.fabric8.crdv2.generator.CRDGenerator;
import io.fabric8.crdv2.generator.CRDInfo;
import io.fabric8.kubernetes.client.CustomResource;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Makes CustomResourceDefinitions of the Java types: Fabric8's generator, then {@link CrdPolish}. */
final class CrdGenerator {
    /** Every kind, in the order of the reference, with what it is. */
    private static final Map<Class<? extends CustomResource<?, ?>>, String> KINDS = new LinkedHashMap<>();

    static {
        KINDS.put(Function.class, "A Lambda function: code, how to run it, and its limits.");
        KINDS.put(Alias.class, "A name for one version of a function, or for two with weights.");
        KINDS.put(
                FunctionVersion.class,
                "A published version: a function's code and configuration as they were, which never change again.");
    }

    /** One definition per kind; their file names are {@code <metadata.name>-v1.yml}, where Fabric8's tools look. */
    List<ObjectNode> generate() throws IOException {
        List<ObjectNode> definitions = new ArrayList<>();
        for (var kind : KINDS.entrySet()) {
            ObjectNode definition = fabric8(kind.getKey());
            new CrdPolish(kind.getValue()).apply(definition);
            definitions.add(definition);
        }
        return definitions;
    }

    private static ObjectNode fabric8(Class<? extends CustomResource<?, ?>> type) throws IOException {
        Path folder = Files.createTempDirectory("crd");
        CRDInfo info = new CRDGenerator()
                .customResourceClasses(type)
                .forCRDVersions("v1")
                .inOutputDir(folder.toFile())
                .detailedGenerate()
                .getCRDDetailsPerNameAndVersion()
                .values()
                .iterator()
                .next()
                .get("v1");
        Path file = Path.of(info.getFilePath());
        JsonNode definition = new YAMLMapper().readTree(file.toFile());
        Files.delete(file);
        Files.delete(folder);
        return (ObjectNode) definition;
    }
}
