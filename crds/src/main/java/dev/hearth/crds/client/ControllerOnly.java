package dev.hearth.crds.client;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.deser.std.StdDeserializer;
import io.fabric8.kubernetes.api.model.OwnerReference;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * Owner of a resource that is its controller; the API server lets there be one. Of others, which nobody here reads, tenants may
 * name thirty thousand, which are ten megabytes in memory.
 */
public final class ControllerOnly extends StdDeserializer<List<OwnerReference>> {
    private static final long serialVersionUID = 1L;

    public ControllerOnly() {
        super(List.class);
    }

    @Override
    public List<OwnerReference> deserialize(JsonParser parser, DeserializationContext context) throws IOException {
        List<OwnerReference> controllers = new ArrayList<>(1);
        while (parser.nextToken() == JsonToken.START_OBJECT) {
            OwnerReference owner = context.readValue(parser, OwnerReference.class);
            if (Boolean.TRUE.equals(owner.getController())) {
                controllers.add(owner);
            }
        }
        return controllers;
    }

    @Override
    public List<OwnerReference> getNullValue(DeserializationContext context) {
        return List.of();
    }
}
