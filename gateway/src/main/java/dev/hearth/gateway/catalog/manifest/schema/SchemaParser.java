package dev.hearth.gateway.catalog.manifest.schema;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/** Reads a schema out of a definition, and refuses what it does not know, so that nothing is silently left unchecked. */
final class SchemaParser {
    private static final Set<String> KEYWORDS = Set.of(
            "type",
            "description",
            "properties",
            "additionalProperties",
            "items",
            "required",
            "default",
            "x-kubernetes-preserve-unknown-fields",
            "x-kubernetes-validations");

    private SchemaParser() {}

    /** @throws IllegalArgumentException the schema has a keyword that is not implemented */
    static Schema parse(JsonNode schema) {
        refuseUnknown(schema);
        return new Schema(
                schema.path("type").asText(),
                schema.path("description").asText(),
                properties(schema.path("properties")),
                optional(schema.path("additionalProperties")),
                optional(schema.path("items")),
                stream(schema.path("required")).map(JsonNode::asText).collect(Collectors.toUnmodifiableSet()),
                Optional.of(schema.path("default")).filter(node -> !node.isMissingNode()),
                schema.path("x-kubernetes-preserve-unknown-fields").asBoolean(),
                Limit.of(schema),
                rules(schema.path("x-kubernetes-validations")));
    }

    private static void refuseUnknown(JsonNode schema) {
        schema.fieldNames().forEachRemaining(keyword -> {
            if (!KEYWORDS.contains(keyword) && !Limit.KEYWORDS.contains(keyword)) {
                throw new IllegalArgumentException("the schema's keyword " + keyword + " is not implemented");
            }
        });
    }

    private static Map<String, Schema> properties(JsonNode properties) {
        Map<String, Schema> parsed = new LinkedHashMap<>();
        properties.properties().forEach(property -> parsed.put(property.getKey(), parse(property.getValue())));
        return parsed;
    }

    private static Optional<Schema> optional(JsonNode schema) {
        return schema.isObject() ? Optional.of(parse(schema)) : Optional.empty();
    }

    private static List<Rule> rules(JsonNode rules) {
        return stream(rules).map(Rule::of).toList();
    }

    private static Stream<JsonNode> stream(JsonNode array) {
        return StreamSupport.stream(array.spliterator(), false);
    }
}
