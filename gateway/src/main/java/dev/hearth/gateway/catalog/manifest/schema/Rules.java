package dev.hearth.gateway.catalog.manifest.schema;

import com.fasterxml.jackson.databind.JsonNode;
import dev.hearth.gateway.catalog.manifest.yaml.FieldPath;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.StreamSupport;

/** Evaluates the CEL rules of a resource that has the right shape. */
final class Rules {
    private final List<Violation> violations = new ArrayList<>();

    private Rules() {}

    static List<Violation> broken(Schema schema, JsonNode resource) {
        var rules = new Rules();
        rules.check(schema, "", resource);
        return rules.violations;
    }

    private void check(Schema schema, String path, JsonNode value) {
        if (!schema.rules().isEmpty()) {
            Map<String, Object> self = Map.of("self", plain(value));
            for (Rule rule : schema.rules()) {
                rule.broken(self).ifPresent(message -> add(path, value, message));
            }
        }
        value.properties()
                .forEach(field -> schema.field(field.getKey())
                        .ifPresent(of -> check(of, child(schema, path, field.getKey()), field.getValue())));
        schema.items().ifPresent(of -> {
            for (int i = 0; i < value.size(); i++) {
                check(of, FieldPath.item(path, i), value.get(i));
            }
        });
    }

    /** Rules name a map's entry as {@code map[key]}, unlike everything else that is wrong with it, as an API server does. */
    private static String child(Schema schema, String path, String name) {
        return schema.isMap() ? FieldPath.entry(path, name) : FieldPath.child(path, name);
    }

    /** Objects and lists are left out, as an API server does. */
    private void add(String path, JsonNode value, String message) {
        String shown = value.isContainerNode() ? "" : ": " + value;
        violations.add(new Violation(path, "Invalid value" + shown + ": " + message, false));
    }

    /** Java values for CEL; null, which only open objects hold, is something equal to nothing else. */
    static Object plain(JsonNode value) {
        return switch (value.getNodeType()) {
            case OBJECT -> object(value);
            case ARRAY ->
                StreamSupport.stream(value.spliterator(), false)
                        .map(Rules::plain)
                        .toList();
            case BOOLEAN -> value.asBoolean();
            case NUMBER -> value.isIntegralNumber() ? (Object) value.asLong() : (Object) value.asDouble();
            case NULL, MISSING -> Optional.empty();
            case STRING, BINARY, POJO -> value.asText();
        };
    }

    private static Map<String, Object> object(JsonNode value) {
        Map<String, Object> object = new LinkedHashMap<>();
        value.properties().forEach(field -> object.put(field.getKey(), plain(field.getValue())));
        return object;
    }
}
