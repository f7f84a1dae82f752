package dev.hearth.operator;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.deser.std.StdDeserializer;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Labels or annotations that mean something to Hearth, at most 64 of at most 1,024 characters; the others are skipped unread. */
final class OwnKeys extends StdDeserializer<Map<String, String>> {
    private static final long serialVersionUID = 1L;
    private static final List<String> PREFIXES =
            List.of("lambda.hearth.dev/", "app.kubernetes.io/", "deployment.kubernetes.io/");
    private static final int MAX_KEYS = 64;
    private static final int MAX_VALUE = 1_024;

    OwnKeys() {
        super(Map.class);
    }

    @Override
    public Map<String, String> deserialize(JsonParser parser, DeserializationContext context) throws IOException {
        Map<String, String> own = new LinkedHashMap<>();
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            String key = parser.currentName();
            parser.nextToken();
            if (own.size() < MAX_KEYS && PREFIXES.stream().anyMatch(key::startsWith)) {
                String value = parser.getValueAsString("");
                own.put(key, value.substring(0, Math.min(MAX_VALUE, value.length())));
            }
            parser.skipChildren();
        }
        return own;
    }
}
