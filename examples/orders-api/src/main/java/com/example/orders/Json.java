package com.example.orders;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.exc.UnrecognizedPropertyException;
import com.fasterxml.jackson.databind.json.JsonMapper;

/** JSON in and out, strict: unknown fields, fractions of whole numbers and text after the object are refused. */
final class Json {
    private static final JsonMapper MAPPER = JsonMapper.builder()
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .disable(DeserializationFeature.ACCEPT_FLOAT_AS_INT)
            .build();

    private Json() {}

    /** A JSON object as a record; what is wrong with it is told without our class names. */
    static <T extends Record> T read(String json, Class<T> type) throws Refusal {
        try {
            T value = MAPPER.readValue(json, type);
            if (value == null) {
                throw notAnObject();
            }
            return value;
        } catch (UnrecognizedPropertyException unknown) {
            throw Refusal.malformed(pathOf(unknown) + " is not a field of this request.");
        } catch (JsonMappingException wrongShape) {
            String path = pathOf(wrongShape);
            throw path.isEmpty() ? notAnObject() : Refusal.malformed(path + " has the wrong type.");
        } catch (JsonProcessingException notJson) {
            var at = notJson.getLocation();
            throw Refusal.malformed(
                    "The body is not JSON at line " + at.getLineNr() + ", column " + at.getColumnNr() + ".");
        }
    }

    static String write(Object value) {
        try {
            return MAPPER.writeValueAsString(value);
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException("no JSON for " + value.getClass(), impossible);
        }
    }

    private static Refusal notAnObject() {
        return Refusal.malformed("The body must be one JSON object.");
    }

    /** Where in a document, as in {@code lines[0].quantity}; empty for the document itself. */
    private static String pathOf(JsonMappingException wrongShape) {
        StringBuilder path = new StringBuilder();
        for (JsonMappingException.Reference step : wrongShape.getPath()) {
            if (step.getFieldName() == null) {
                path.append('[').append(step.getIndex()).append(']');
            } else {
                path.append(path.isEmpty() ? "" : ".").append(step.getFieldName());
            }
        }
        return path.toString();
    }
}
