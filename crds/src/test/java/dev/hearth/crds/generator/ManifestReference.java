package dev.hearth.crds.generator;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.StringJoiner;
import java.util.TreeMap;
import java.util.stream.StreamSupport;

/** Writes {@code docs/manifest.md}: every field of every kind, out of the CustomResourceDefinitions. */
final class ManifestReference {
    private static final String HEAD = """
            # The manifest

            <!-- Made of the custom resource definitions; do not edit. To make it again: %s -->

            Manifests are Kubernetes custom resources of group `lambda.hearth.dev/v1alpha1`. `./hearth up` judges them by the same schema and
            rules as an API server does, and answers in the same words. Field names are Lambda's, in camelCase. A field that is not listed is
            refused; one that is listed as refused is known to Lambda, but not built.

            FunctionVersions are made by the operator alone; on one machine they are files of the cache.

            The smallest function:

            ```yaml
            apiVersion: lambda.hearth.dev/v1alpha1
            kind: Function
            metadata:
              name: orders
            spec:
              runtime: java25
              handler: example.Orders::handleRequest
              code:
                file: target/orders.jar
            ```
            """;

    private final List<ObjectNode> definitions;

    ManifestReference(List<ObjectNode> definitions) {
        this.definitions = definitions;
    }

    String markdown() {
        var text = new StringBuilder(HEAD.formatted(GeneratedFiles.COMMAND));
        definitions.forEach(definition -> kind(text, definition));
        return text.toString();
    }

    private static void kind(StringBuilder text, ObjectNode definition) {
        JsonNode names = definition.at("/spec/names");
        JsonNode root = definition.at("/spec/versions/0/schema/openAPIV3Schema");
        List<Field> fields = new ArrayList<>();
        Field.collect(fields, "spec", root.at("/properties/spec"));
        text.append("\n## %s\n\n".formatted(names.get("kind").asText()));
        text.append("%s Short name for kubectl: `%s`.\n"
                .formatted(
                        root.get("description").asText(),
                        names.at("/shortNames/0").asText()));
        table(text, fields.stream().filter(field -> !field.isRefused()).toList());
        rules(text, "", root);
        rules(text, "spec", root.at("/properties/spec"));
        fields.forEach(field -> rules(text, field.path(), field.schema()));
        refused(text, fields.stream().filter(Field::isRefused).toList());
    }

    private static void table(StringBuilder text, List<Field> fields) {
        text.append("\n| field | type | default | limits | meaning |\n|---|---|---|---|---|\n");
        for (Field field : fields) {
            text.append("| `%s` | %s | %s | %s | %s |\n"
                    .formatted(field.path(), field.type(), field.defaultValue(), field.limits(), field.meaning()));
        }
        text.append("\nRules:\n\n");
    }

    private static void rules(StringBuilder text, String path, JsonNode schema) {
        for (JsonNode rule : schema.path("x-kubernetes-validations")) {
            if (!rule.get("rule").asText().equals("false")) {
                String where = path.isEmpty() ? "" : "`" + path + "`: ";
                text.append("- %s%s\n".formatted(where, rule.get("message").asText()));
            }
        }
    }

    private static void refused(StringBuilder text, List<Field> fields) {
        if (fields.isEmpty()) {
            return;
        }
        text.append("\nRefused:\n\n| field | would be | answer |\n|---|---|---|\n");
        for (Field field : fields) {
            JsonNode rule = field.schema().at("/x-kubernetes-validations/0/message");
            text.append("| `%s` | %s | %s |\n".formatted(field.path(), field.meaning(), rule.asText()));
        }
    }

    /**
     * A field and what the schema says about it.
     *
     * @param path such as {@code spec.code.file}
     * @param required whether its parent must have it
     */
    private record Field(String path, JsonNode schema, boolean required) {
        private static final SortedMap<String, String> SIZES = new TreeMap<>(Map.of(
                "minLength", "at least %d characters",
                "maxLength", "at most %d characters",
                "maxItems", "at most %d items",
                "maxProperties", "at most %d entries"));

        static void collect(List<Field> fields, String path, JsonNode schema) {
            Set<String> required =
                    Set.copyOf(StreamSupport.stream(schema.path("required").spliterator(), false)
                            .map(JsonNode::asText)
                            .toList());
            schema.path("properties").properties().forEach(property -> {
                String name = path + "." + property.getKey();
                fields.add(new Field(name, property.getValue(), required.contains(property.getKey())));
                collect(fields, name, property.getValue());
            });
        }

        boolean isRefused() {
            return schema.at("/x-kubernetes-validations/0/rule").asText().equals("false");
        }

        String type() {
            JsonNode values = schema.path("additionalProperties").path("type");
            String type = schema.get("type").asText();
            return values.isMissingNode() ? type : "map of " + values.asText() + "s";
        }

        String defaultValue() {
            if (required) {
                return "required";
            }
            return schema.path("default").isValueNode()
                    ? "`" + schema.get("default").asText() + "`"
                    : "";
        }

        String limits() {
            var limits = new StringJoiner(", ");
            if (schema.has("minimum")) {
                limits.add(schema.get("minimum").asText() + " to "
                        + schema.get("maximum").asText());
            }
            for (Map.Entry<String, String> limit : SIZES.entrySet()) {
                if (schema.has(limit.getKey())) {
                    limits.add(limit.getValue()
                            .formatted(schema.get(limit.getKey()).asInt()));
                }
            }
            JsonNode values = schema.path("additionalProperties");
            return values.isObject()
                    ? limits.add("each " + new Field(path, values, false).limits())
                            .toString()
                    : limits.toString();
        }

        String meaning() {
            return schema.path("description").asText().replaceFirst(" Not supported( yet)?\\.$", "");
        }
    }
}
