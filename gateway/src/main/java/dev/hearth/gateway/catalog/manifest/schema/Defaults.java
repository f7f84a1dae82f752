package dev.hearth.gateway.catalog.manifest.schema;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** Removes nulls, which mean "not set", and fills in defaults. */
final class Defaults {
    private Defaults() {}

    static void apply(Schema schema, JsonNode value) {
        if (value instanceof ObjectNode object) {
            object.properties()
                    .removeIf(field -> field.getValue().isNull()
                            && schema.field(field.getKey()).isPresent());
            schema.properties()
                    .forEach((name, of) -> of.initial().ifPresent(initial -> {
                        if (!object.has(name)) {
                            object.set(name, initial.deepCopy());
                        }
                    }));
            object.properties()
                    .forEach(field -> schema.field(field.getKey()).ifPresent(of -> apply(of, field.getValue())));
        }
        schema.items().ifPresent(of -> value.forEach(item -> apply(of, item)));
    }
}
