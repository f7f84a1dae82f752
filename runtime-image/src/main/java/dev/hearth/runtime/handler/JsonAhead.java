package dev.hearth.runtime.handler;

import com.amazonaws.services.lambda.runtime.serialization.PojoSerializer;
import com.amazonaws.services.lambda.runtime.serialization.factories.JacksonFactory;
import java.io.ByteArrayInputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/**
 * Makes AWS's Jackson ready on a second core while the main thread attaches and loads the function's code. It is the
 * largest part of a start for all handlers but those that work on streams.
 */
public final class JsonAhead {
    private static final byte[] EVENT = "{\"a\":[1,true,null]}".getBytes(StandardCharsets.US_ASCII);

    private JsonAhead() {}

    /** Begins; whoever needs Jackson earlier waits for what is under way. */
    public static void start() {
        Thread thread = new Thread(JsonAhead::convert, "hearth-json");
        thread.setDaemon(true);
        thread.start();
    }

    @SuppressWarnings("rawtypes")
    private static void convert() {
        PojoSerializer<Map> serializer = JacksonFactory.getInstance().getSerializer(Map.class);
        serializer.toJson(serializer.fromJson(new ByteArrayInputStream(EVENT)), OutputStream.nullOutputStream());
    }
}
