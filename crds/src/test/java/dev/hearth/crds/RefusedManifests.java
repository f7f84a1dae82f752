package dev.hearth.crds;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/** The table of manifests that every judge of the definitions must refuse: {@code manifests/refused.yaml}. */
public final class RefusedManifests {
    private static final Pattern REPEATED = Pattern.compile("<([0-9]+) (.)>");

    /**
     * One row.
     *
     * @param manifest the whole resource
     * @param field that must be named
     * @param says parts of the answer, here and from an API server
     * @param hint part of the answer here only; may be empty
     */
    public record Case(String name, String kind, ObjectNode manifest, String field, List<String> says, String hint) {
        @Override
        public String toString() {
            return name;
        }
    }

    private RefusedManifests() {}

    public static ObjectNode valid(String kind) {
        return table().get("valid").get(kind).deepCopy();
    }

    public static List<Case> cases() {
        List<Case> cases = new ArrayList<>();
        table().get("cases").forEach(row -> cases.add(row(row)));
        return cases;
    }

    private static Case row(JsonNode row) {
        String kind = row.path("kind").asText("Function");
        List<String> says = new ArrayList<>();
        row.get("says").forEach(part -> says.add(part.asText()));
        return new Case(
                row.get("case").asText(),
                kind,
                manifest(row, valid(kind)),
                row.get("field").asText(),
                says,
                row.path("hint").asText());
    }

    private static ObjectNode manifest(JsonNode row, ObjectNode manifest) {
        row.path("remove").forEach(path -> parent(manifest, path.asText()).remove(last(path.asText())));
        row.path("set")
                .properties()
                .forEach(field ->
                        parent(manifest, field.getKey()).set(last(field.getKey()), repeated(field.getValue())));
        return manifest;
    }

    private static ObjectNode parent(ObjectNode root, String path) {
        ObjectNode at = root;
        String[] names = path.split("\\.");
        for (int i = 0; i < names.length - 1; i++) {
            at = at.withObject("/" + names[i]);
        }
        return at;
    }

    private static String last(String path) {
        return path.substring(path.lastIndexOf('.') + 1);
    }

    /** {@code <257 x>} stands for 257 times x, in names and values; q for a quotation mark. */
    private static JsonNode repeated(JsonNode value) {
        if (value instanceof ObjectNode object) {
            ObjectNode written = object.objectNode();
            object.properties().forEach(field -> written.set(repeated(field.getKey()), repeated(field.getValue())));
            return written;
        }
        return value.isTextual() ? TextNode.valueOf(repeated(value.asText())) : value;
    }

    private static String repeated(String text) {
        Matcher matcher = REPEATED.matcher(text);
        return matcher.matches() ? matcher.group(2).replace('q', '"').repeat(Integer.parseInt(matcher.group(1))) : text;
    }

    private static JsonNode table() {
        try (InputStream in = RefusedManifests.class.getResourceAsStream("/manifests/refused.yaml")) {
            Object table = new Yaml(new SafeConstructor(new LoaderOptions())).load(Objects.requireNonNull(in));
            return new ObjectMapper().valueToTree(table);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
