package dev.hearth.runtime.handler;

import com.amazonaws.services.lambda.runtime.serialization.PojoSerializer;
import com.amazonaws.services.lambda.runtime.serialization.factories.JacksonFactory;
import java.io.ByteArrayInputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/** AWS's Jackson, made ready before a handler needs it. */
public final class Json {
    private static final byte[] EVENT = "{\"a\":[1,true,null]}".getBytes(StandardCharsets.US_ASCII);

    private Json() {}

    /** Reads and writes a little, which makes and links nearly everything that any conversion needs. */
    @SuppressWarnings("rawtypes")
    public static void prepare() {
        PojoSerializer<Map> serializer = JacksonFactory.getInstance().getSerializer(Map.class);
        serializer.toJson(serializer.fromJson(new ByteArrayInputStream(EVENT)), OutputStream.nullOutputStream());
    }
}
