package dev.hearth.gateway.catalog.manifest.schema;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A node of a structural schema.
 *
 * @param type object, array, string, integer, number or boolean
 * @param description one sentence; may be empty
 * @param properties of an object with known fields
 * @param values of an object that is a map
 * @param items of an array
 * @param required names of properties
 * @param initial the default
 * @param open whether unknown fields are kept
 * @param limits on a value of this type
 * @param rules in CEL
 */
record Schema(
        String type,
        String description,
        Map<String, Schema> properties,
        Optional<Schema> values,
        Optional<Schema> items,
        Set<String> required,
        Optional<JsonNode> initial,
        boolean open,
        List<Limit> limits,
        List<Rule> rules) {
    /** Whether it is an object whose names are the user's. */
    boolean isMap() {
        return values.isPresent();
    }

    /** Of a field of an object; empty when the field is unknown. */
    Optional<Schema> field(String name) {
        return Optional.ofNullable(properties.get(name)).or(() -> values);
    }
}
