package dev.hearth.gateway.catalog.manifest.schema;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Optional;

/** The types of a schema and what they are called in messages. */
final class Types {
    private static final int LONGEST_VALUE = 100;

    private Types() {}

    static boolean fits(String type, JsonNode value) {
        String actual = of(value);
        return type.isEmpty() || actual.equals(type) || (type.equals("number") && actual.equals("integer"));
    }

    /**
     * In the API server's words; shows the value where it shows only the type twice.
     *
     * @param written the value as its file has it
     */
    static String mismatch(String type, JsonNode value, Optional<String> written) {
        String shown = value.toString();
        String cut = shown.length() > LONGEST_VALUE ? shown.substring(0, LONGEST_VALUE) + "…" : shown;
        String fix = type.equals("string")
                ? quoted(value, written)
                : unquoted(type, value.isTextual() ? value.asText() : "");
        return "Invalid value: " + cut + ": must be of type " + type + ": \"" + of(value) + "\"" + fix;
    }

    private static String quoted(JsonNode value, Optional<String> written) {
        return value.isValueNode() ? "; write it in quotes: \"" + written.orElseGet(value::asText) + "\"" : "";
    }

    /** A leading zero would make another number of it. */
    private static String unquoted(String type, String text) {
        boolean number = (type.equals("integer") || type.equals("number")) && text.matches("-?[0-9]{1,18}");
        if (number) {
            return "; write it without quotes: " + Long.parseLong(text);
        }
        return type.equals("boolean") && text.matches("true|false") ? "; write it without quotes: " + text : "";
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
