package dev.hearth.gateway.catalog.manifest.schema;

import com.fasterxml.jackson.databind.JsonNode;

/** The types of a schema and what they are called in messages. */
final class Types {
    private static final int LONGEST_VALUE = 100;

    private Types() {}

    static boolean fits(String type, JsonNode value) {
        String actual = of(value);
        return type.isEmpty() || actual.equals(type) || (type.equals("number") && actual.equals("integer"));
    }

    /** In the API server's words; shows the value where it shows only the type twice. */
    static String mismatch(String type, JsonNode value) {
        String shown = value.toString();
        String cut = shown.length() > LONGEST_VALUE ? shown.substring(0, LONGEST_VALUE) + "…" : shown;
        return "Invalid value: " + cut + ": must be of type " + type + ": \"" + of(value) + "\"" + fix(type, value);
    }

    private static String fix(String type, JsonNode value) {
        if (type.equals("string") && value.isValueNode() && !value.isNull()) {
            return "; write it in quotes: \"" + value.asText() + "\"";
        }
        boolean quotedNumber = value.isTextual() && value.asText().matches("-?[0-9]+");
        if (quotedNumber && (type.equals("integer") || type.equals("number"))) {
            return "; write it without quotes: " + value.asText();
        }
        boolean quotedBoolean = value.isTextual() && value.asText().matches("true|false");
        return quotedBoolean && type.equals("boolean") ? "; write it without quotes: " + value.asText() : "";
    }

    private static String of(JsonNode value) {
        return switch (value.getNodeType()) {
            case OBJECT -> "object";
            case ARRAY -> "array";
            case BOOLEAN -> "boolean";
            case NUMBER -> value.canConvertToLong() && value.isIntegralNumber() ? "integer" : "number";
            case NULL, MISSING -> "null";
            case STRING, BINARY, POJO -> "string";
        };
    }
}
