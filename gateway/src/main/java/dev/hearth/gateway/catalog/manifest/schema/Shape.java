package dev.hearth.gateway.catalog.manifest.schema;

import com.fasterxml.jackson.databind.JsonNode;
import dev.hearth.gateway.catalog.manifest.yaml.FieldPath;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** Compares a resource with its schema: types, limits, fields that are missing and fields that nobody knows. */
final class Shape {
    /** More than anybody reads at once; each costs a look for what may have been meant. */
    private static final int MAX_VIOLATIONS = 100;

    private final Schema root;
    private final Function<String, Optional<String>> written;
    private final List<Violation> violations = new ArrayList<>();

    private Shape(Schema root, Function<String, Optional<String>> written) {
        this.root = root;
        this.written = written;
    }

    /** @param written the text of a number, boolean or null as its file has it, by path */
    static List<Violation> broken(Schema schema, JsonNode resource, Function<String, Optional<String>> written) {
        var shape = new Shape(schema, written);
        shape.check(schema, "", resource);
        return shape.violations;
    }

    private void check(Schema schema, String path, JsonNode value) {
        if (violations.size() >= MAX_VIOLATIONS) {
            return;
        }
        if (!Types.fits(schema.type(), value)) {
            violations.add(new Violation(path, Types.mismatch(schema.type(), value, written.apply(path)), true));
            return;
        }
        schema.limits().forEach(limit -> limit.broken(path, value).ifPresent(violations::add));
        value.properties().forEach(field -> field(schema, path, field.getKey(), field.getValue()));
        missing(schema, path, value);
        schema.items().ifPresent(of -> {
            for (int i = 0; i < value.size(); i++) {
                check(of, FieldPath.item(path, i), value.get(i));
            }
        });
    }

    private void field(Schema schema, String path, String name, JsonNode value) {
        if (violations.size() >= MAX_VIOLATIONS) {
            return;
        }
        String field = FieldPath.child(path, name);
        schema.field(name).ifPresentOrElse(of -> check(of, field, value), () -> {
            if (!schema.open()) {
                String hint = Suggestions.of(root, schema, path, name);
                violations.add(new Violation(field, "unknown field \"" + field + "\"; " + hint, false));
            }
        });
    }

    private void missing(Schema schema, String path, JsonNode value) {
        schema.required().stream().sorted().filter(name -> !value.has(name)).forEach(name -> {
            String meaning = schema.field(name).map(Schema::description).orElse("");
            violations.add(new Violation(FieldPath.child(path, name), "Required value; set it: " + meaning, true));
        });
    }
}
