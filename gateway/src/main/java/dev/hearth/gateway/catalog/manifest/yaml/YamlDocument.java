package dev.hearth.gateway.catalog.manifest.yaml;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import org.yaml.snakeyaml.nodes.Node;

/**
 * One document as JSON.
 *
 * @param line where it begins, from 1
 * @param problems such as duplicate keys; the content is complete in spite of them
 */
public record YamlDocument(JsonNode content, int line, Lines lines, List<YamlProblem> problems) {
    public YamlDocument {
        problems = List.copyOf(problems);
    }

    /** Content of a scalar at this path of names; empty when there is none. */
    public String text(String... path) {
        JsonNode at = content;
        for (String name : path) {
            at = at.path(name);
        }
        return at.isValueNode() && !at.isNull() ? at.asText() : "";
    }

    static YamlDocument of(Node root) {
        int line = NodeConverter.line(root);
        var lines = new Lines(line);
        List<YamlProblem> problems = new ArrayList<>();
        JsonNode content = new NodeConverter(lines, problems).convert(root);
        return new YamlDocument(content, line, lines, problems);
    }
}
