package dev.hearth.gateway.catalog.manifest.yaml;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Optional;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;
import org.yaml.snakeyaml.nodes.Tag;

/**
 * Turns one document's nodes into JSON and notes the lines. An alias is a copy of its anchor, therefore the result is
 * bounded here: a few lines of aliases of aliases would fill the memory, and an anchor that holds itself has no end. So are
 * the paths, since a long name is part of every path below it.
 */
final class NodeConverter {
    private static final int MAX_NODES = 50_000;
    private static final int MAX_DEPTH = 50;

    /** Of an object whose fields are still read when the document is too large: {@code metadata}. */
    private static final int HEAD_DEPTH = 1;

    private static final int MAX_PATHS = 3_000_000;
    private static final String TOO_LARGE = "is too large: more than " + MAX_NODES + " values, " + MAX_DEPTH
            + " levels or " + MAX_PATHS + " characters in the paths of its fields; write its aliases out";

    private final JsonNodeFactory json = JsonNodeFactory.instance;
    private final Lines lines;
    private final List<YamlProblem> problems;
    private int nodes;
    private int pathCharacters;
    private boolean stopped;

    NodeConverter(Lines lines, List<YamlProblem> problems) {
        this.lines = lines;
        this.problems = problems;
    }

    static int line(Node node) {
        return node.getStartMark() == null ? 1 : node.getStartMark().getLine() + 1;
    }

    JsonNode convert(Node root) {
        return value(root, "", 0);
    }

    private JsonNode value(Node node, String path, int depth) {
        nodes++;
        if (nodes > MAX_NODES || depth > MAX_DEPTH) {
            stop(node);
        }
        if (node instanceof ScalarNode scalar) {
            return scalar(scalar, path);
        }
        if (stopped && depth > HEAD_DEPTH) {
            return NullNode.getInstance();
        }
        return switch (node) {
            case MappingNode mapping -> object(mapping, path, depth);
            case SequenceNode sequence -> array(sequence, path, depth);
            default -> NullNode.getInstance();
        };
    }

    /** From here on only kind, metadata.name and their like are read, so that one can still tell what the document is. */
    private void stop(Node node) {
        if (!stopped) {
            stopped = true;
            problems.add(new YamlProblem(line(node), "", TOO_LARGE));
        }
    }

    private JsonNode object(MappingNode mapping, String path, int depth) {
        ObjectNode object = json.objectNode();
        for (NodeTuple entry : mapping.getValue()) {
            if (stopped && depth > HEAD_DEPTH) {
                break;
            }
            if (!isMerge(entry)) {
                put(object, entry, path, depth);
            }
        }
        mapping.getValue().stream()
                .filter(NodeConverter::isMerge)
                .forEach(entry -> merge(object, entry.getValueNode(), path, depth));
        return object;
    }

    private static boolean isMerge(NodeTuple entry) {
        return entry.getKeyNode().getTag().equals(Tag.MERGE);
    }

    private void put(ObjectNode object, NodeTuple entry, String path, int depth) {
        if (!(entry.getKeyNode() instanceof ScalarNode key)) {
            problems.add(
                    new YamlProblem(line(entry.getKeyNode()), path, "has a name that is no text; write it in quotes"));
            return;
        }
        String field = counted(FieldPath.child(path, key.getValue()), key);
        unlikeItsText(key).ifPresent(message -> problems.add(new YamlProblem(line(key), field, message)));
        if (object.has(key.getValue())) {
            String message = "is there twice, first in line " + lines.of(field) + "; remove one";
            problems.add(new YamlProblem(line(key), field, message));
            return;
        }
        lines.put(field, line(key));
        object.set(key.getValue(), value(entry.getValueNode(), field, depth + 1));
    }

    /** A name such as {@code N} or {@code 1.10}, which kubectl sends as {@code false} or {@code 1.1}. */
    private static Optional<String> unlikeItsText(ScalarNode key) {
        String text = key.getValue();
        String name = key.getTag().equals(Tag.STR)
                ? text
                : Scalars.value(key).map(JsonNode::asText).orElse(text);
        return name.equals(text)
                ? Optional.empty()
                : Optional.of("is the name '" + name + "' as YAML reads it; write it in quotes: \"" + text + "\"");
    }

    private String counted(String field, Node at) {
        pathCharacters += field.length();
        if (pathCharacters > MAX_PATHS) {
            stop(at);
        }
        return field;
    }

    /** {@code <<}: fields of another mapping, or of several, which those that are there already win over. */
    private void merge(ObjectNode object, Node from, String path, int depth) {
        nodes++;
        if (nodes > MAX_NODES || depth > MAX_DEPTH) {
            stop(from);
            return;
        }
        switch (from) {
            case SequenceNode several -> several.getValue().forEach(each -> merge(object, each, path, depth + 1));
            case MappingNode mapping -> {
                JsonNode fields = object(mapping, path, depth + 1);
                fields.properties().forEach(field -> object.putIfAbsent(field.getKey(), field.getValue()));
            }
            default -> problems.add(new YamlProblem(line(from), path, "has a << that names no mapping; remove it"));
        }
    }

    private JsonNode array(SequenceNode sequence, String path, int depth) {
        ArrayNode array = json.arrayNode();
        for (Node item : sequence.getValue()) {
            if (stopped) {
                break;
            }
            String field = counted(FieldPath.item(path, array.size()), item);
            lines.put(field, line(item));
            array.add(value(item, field, depth + 1));
        }
        return array;
    }

    private JsonNode scalar(ScalarNode scalar, String path) {
        if (!scalar.getTag().equals(Tag.STR)) {
            lines.write(path, scalar.getValue());
        }
        return Scalars.value(scalar).orElseGet(() -> {
            String message = "'" + scalar.getValue() + "' with the tag " + scalar.getTag()
                    + " has no value in JSON; write" + " it in quotes, without a tag";
            problems.add(new YamlProblem(line(scalar), path, message));
            return json.textNode(scalar.getValue());
        });
    }
}
