package dev.hearth.gateway.catalog.manifest.schema;

import com.fasterxml.jackson.databind.JsonNode;
import com.google.re2j.Pattern;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;

/** One keyword that limits a value, such as {@code maximum}, with the API server's words when it is broken. */
@FunctionalInterface
interface Limit {
    Set<String> KEYWORDS =
            Set.of("minimum", "maximum", "minLength", "maxLength", "pattern", "enum", "maxItems", "maxProperties");

    /** What is wrong with a value of the right type; empty when nothing is. */
    Optional<Violation> broken(String field, JsonNode value);

    /** The limits of one schema. */
    static List<Limit> of(JsonNode schema) {
        List<Limit> limits = new ArrayList<>();
        if (schema.has("minimum") || schema.has("maximum")) {
            limits.add(range(schema));
        }
        if (schema.has("minLength") || schema.has("maxLength")) {
            limits.add(length(schema));
        }
        if (schema.has("pattern")) {
            limits.add(pattern(schema.get("pattern").asText()));
        }
        if (schema.has("enum")) {
            limits.add(oneOf(schema.get("enum")));
        }
        for (String count : List.of("maxItems", "maxProperties")) {
            if (schema.has(count)) {
                limits.add(count(schema.get(count).asInt()));
            }
        }
        return limits;
    }

    private static Limit range(JsonNode schema) {
        double least = schema.path("minimum").asDouble(Double.NEGATIVE_INFINITY);
        double most = schema.path("maximum").asDouble(Double.POSITIVE_INFINITY);
        String fix = "; use " + schema.path("minimum").asText() + " to "
                + schema.path("maximum").asText();
        return (field, value) -> {
            if (value.asDouble() < least) {
                return invalid(field, value, "should be greater than or equal to " + plain(least) + fix);
            }
            return value.asDouble() > most
                    ? invalid(field, value, "should be less than or equal to " + plain(most) + fix)
                    : Optional.empty();
        };
    }

    private static String plain(double number) {
        return number == Math.rint(number) ? String.valueOf((long) number) : String.valueOf(number);
    }

    private static Limit length(JsonNode schema) {
        int least = schema.path("minLength").asInt(0);
        int most = schema.path("maxLength").asInt(Integer.MAX_VALUE);
        return (field, value) -> {
            String text = value.asText();
            int length = text.codePointCount(0, text.length());
            if (length < least) {
                return invalid(field, value, "should be at least " + least + " chars long");
            }
            String message = "Too long: may not be more than " + most + " bytes; it has " + length + ", shorten it";
            return length > most ? Optional.of(new Violation(field, message, true)) : Optional.empty();
        };
    }

    private static Limit pattern(String regex) {
        Pattern pattern = Pattern.compile(regex);
        return (field, value) -> pattern.matcher(value.asText()).find()
                ? Optional.empty()
                : invalid(field, value, "should match '" + regex + "'");
    }

    private static Limit oneOf(JsonNode allowed) {
        Set<JsonNode> values =
                StreamSupport.stream(allowed.spliterator(), false).collect(Collectors.toUnmodifiableSet());
        String list = StreamSupport.stream(allowed.spliterator(), false)
                .map(JsonNode::toString)
                .collect(Collectors.joining(", "));
        return (field, value) -> values.contains(value)
                ? Optional.empty()
                : Optional.of(
                        new Violation(field, "Unsupported value: " + value + ": supported values: " + list, true));
    }

    private static Limit count(int most) {
        String rule = ": must have at most " + most + (most == 1 ? " item" : " items") + "; remove some";
        return (field, value) -> value.size() > most
                ? Optional.of(new Violation(field, "Too many: " + value.size() + rule, true))
                : Optional.empty();
    }

    private static Optional<Violation> invalid(String field, JsonNode value, String rule) {
        return Optional.of(new Violation(field, "Invalid value: " + value + ": " + rule, false));
    }
}
