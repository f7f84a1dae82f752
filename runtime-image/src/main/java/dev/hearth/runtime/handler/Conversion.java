package dev.hearth.runtime.handler;

import com.amazonaws.services.lambda.runtime.ClientContext;
import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.serialization.PojoSerializer;
import java.lang.reflect.Type;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * JSON to and from one Java type.
 *
 * <p>Lambda converts with Gson instead of Jackson for callers whose client context says they are Android devices;
 * that serialiser is made when the first of them calls.
 */
final class Conversion {
    private final Type type;
    private final Serializers serializers;
    private final PojoSerializer<@Nullable Object> usual;
    private Optional<PojoSerializer<@Nullable Object>> android = Optional.empty();

    Conversion(Type type, Serializers serializers) {
        this.type = type;
        this.serializers = serializers;
        this.usual = serializers.create(type, false);
    }

    PojoSerializer<@Nullable Object> serializer(Context context) {
        ClientContext client = context.getClientContext();
        return client == null || !isAndroid(client) ? usual : android();
    }

    private PojoSerializer<@Nullable Object> android() {
        if (android.isEmpty()) {
            android = Optional.of(serializers.create(type, true));
        }
        return android.get();
    }

    private static boolean isAndroid(ClientContext client) {
        Map<String, String> environment = client.getEnvironment();
        return environment != null && "Android".equalsIgnoreCase(environment.get("platform"));
    }
}
