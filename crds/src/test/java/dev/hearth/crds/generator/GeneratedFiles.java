package dev.hearth.crds.generator;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLGenerator;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/** Every file of the repository that is made of the Java types. */
final class GeneratedFiles {
    static final String COMMAND = "./hearth test -pl crds -Dtest=GeneratedFilesTest -Dhearth.generate=true";

    private static final YAMLMapper YAML = YAMLMapper.builder()
            .enable(YAMLGenerator.Feature.MINIMIZE_QUOTES)
            .enable(YAMLGenerator.Feature.ALWAYS_QUOTE_NUMBERS_AS_STRINGS)
            .enable(YAMLGenerator.Feature.INDENT_ARRAYS_WITH_INDICATOR)
            .disable(YAMLGenerator.Feature.SPLIT_LINES)
            .disable(YAMLGenerator.Feature.WRITE_DOC_START_MARKER)
            .build();

    /** Content by path, the path relative to the repository. */
    static SortedMap<Path, String> contents() throws IOException {
        List<ObjectNode> definitions = new CrdGenerator().generate();
        SortedMap<Path, String> contents = new TreeMap<>();
        for (ObjectNode definition : definitions) {
            String name = definition.at("/metadata/name").asText() + "-v1.yml";
            contents.put(Path.of("helm/hearth/files/crds", name), yaml(definition));
        }
        contents.put(Path.of("docs/manifest.md"), new ManifestReference(definitions).markdown());
        return contents;
    }

    private static String yaml(ObjectNode definition) throws IOException {
        return "# Made of the types in crds/src/main/java; do not edit. To make it again: " + COMMAND + "\n"
                + YAML.writeValueAsString(definition);
    }

    private GeneratedFiles() {}
}
