package dev.hearth.crds.generator;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;

/**
 * Says what Fabric8's annotations cannot: descriptions of the kinds, that {@code spec} is required, conditions as a map
 * by type, the one that stands there before the operator has seen anything, whole numbers as such, and values of refused
 * fields that may be anything.
 */
final class CrdPolish {
    private static final List<String> COLUMNS =
            List.of("Function", "Version", "Runtime", "Handler", "Memory", "Ready", "Reason", "Age");

    private final String description;

    /** @param description of the kind, one sentence */
    CrdPolish(String description) {
        this.description = description;
    }

    void apply(ObjectNode definition) throws IOException {
        ObjectNode version = (ObjectNode) definition.at("/spec/versions/0");
        version.set("additionalPrinterColumns", columns(version.withArray("additionalPrinterColumns")));
        ObjectNode root = (ObjectNode) version.at("/schema/openAPIV3Schema");
        root.put("description", description);
        root.putArray("required").add("spec");
        ObjectNode properties = (ObjectNode) root.get("properties");
        ((ObjectNode) properties.get("spec")).put("description", "What is wanted.");
        ((ObjectNode) properties.get("status")).put("description", "What is; written by Hearth only.");
        polish(root);
        ObjectNode conditions = (ObjectNode) properties.at("/status/properties/conditions");
        conditions.setAll(resource("conditions.yaml"));
        ((ObjectNode) properties.get("status")).set("default", resource("pending.yaml"));
    }

    /** As kubectl shows them: what the thing is, whether it is ready, its age. */
    private static ArrayNode columns(ArrayNode unordered) {
        List<JsonNode> columns = new ArrayList<>();
        unordered.forEach(column -> {
            ((ObjectNode) column).remove(List.of("description", "priority"));
            columns.add(column);
        });
        columns.sort(Comparator.comparing(
                column -> COLUMNS.indexOf(column.get("name").asText())));
        return unordered.removeAll().addAll(columns);
    }

    private static void polish(ObjectNode schema) {
        for (String limit : List.of("minimum", "maximum")) {
            if (schema.has(limit) && schema.get("type").asText().equals("integer")) {
                schema.put(limit, schema.get(limit).asLong());
            }
        }
        if (schema.path("x-kubernetes-preserve-unknown-fields").asBoolean()) {
            schema.remove("additionalProperties");
        }
        openRefusedItems(schema);
        for (JsonNode child : schema.path("properties")) {
            polish((ObjectNode) child);
        }
        for (String child : List.of("items", "additionalProperties")) {
            if (schema.path(child).isObject()) {
                polish((ObjectNode) schema.get(child));
            }
        }
    }

    /** Lists of maps exist only as refused fields: what is in them shall not matter. */
    private static void openRefusedItems(ObjectNode schema) {
        if (schema.path("items").path("additionalProperties").isObject()) {
            ObjectNode items = (ObjectNode) schema.get("items");
            items.remove("additionalProperties");
            items.put("x-kubernetes-preserve-unknown-fields", true);
        }
    }

    private static ObjectNode resource(String name) throws IOException {
        try (InputStream in = CrdPolish.class.getResourceAsStream(name)) {
            return (ObjectNode) new YAMLMapper().readTree(Objects.requireNonNull(in));
        }
    }
}
