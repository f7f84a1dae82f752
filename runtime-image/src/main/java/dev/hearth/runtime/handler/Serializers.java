package dev.hearth.runtime.handler;

import com.amazonaws.services.lambda.runtime.CustomPojoSerializer;
import com.amazonaws.services.lambda.runtime.serialization.PojoSerializer;
import com.amazonaws.services.lambda.runtime.serialization.events.LambdaEventSerializers;
import com.amazonaws.services.lambda.runtime.serialization.factories.GsonFactory;
import com.amazonaws.services.lambda.runtime.serialization.factories.JacksonFactory;
import java.lang.reflect.Type;
import java.util.Iterator;
import java.util.Optional;
import java.util.ServiceLoader;
import org.jspecify.annotations.Nullable;

/**
 * Which serialiser converts a type: the user's own {@link CustomPojoSerializer}, AWS's special one of an event type,
 * else AWS's Jackson (Gson for Android callers), in this order.
 *
 * <p>The event types are the user's classes; AWS's library finds them by name through the user's loader.
 */
final class Serializers {
    private static final String EVENT_TYPES = "com.amazonaws.services.";
    private static final String TOO_MANY =
            "com.amazonaws.services.lambda.runtime.api.client.TooManyServiceProvidersFoundException";

    private final ClassLoader loader;
    private Optional<CustomPojoSerializer> custom = Optional.empty();
    private boolean searched;

    Serializers(ClassLoader loader) {
        this.loader = loader;
    }

    Conversion conversion(Type type) {
        return new Conversion(type, this);
    }

    PojoSerializer<@Nullable Object> create(Type type, boolean android) {
        Optional<CustomPojoSerializer> own = custom();
        if (own.isPresent()) {
            return new CustomConversion(own.get(), type);
        }
        return nullable(android ? android(type) : usual(type));
    }

    private PojoSerializer<?> usual(Type type) {
        Optional<Class<?>> event = event(type);
        return event.isPresent()
                ? LambdaEventSerializers.serializerFor(event.get(), loader)
                : JacksonFactory.getInstance().getSerializer(type);
    }

    private PojoSerializer<?> android(Type type) {
        return event(type).isPresent() ? usual(type) : GsonFactory.getInstance().getSerializer(type);
    }

    /** The prefix spares most functions from loading AWS's table of event types. */
    private static Optional<Class<?>> event(Type type) {
        return type instanceof Class<?> raw
                        && raw.getName().startsWith(EVENT_TYPES)
                        && LambdaEventSerializers.isLambdaSupportedEvent(raw.getName())
                ? Optional.of(raw)
                : Optional.empty();
    }

    /** AWS's library is not annotated; its serialisers read and write null. */
    @SuppressWarnings("unchecked")
    private static PojoSerializer<@Nullable Object> nullable(PojoSerializer<?> serializer) {
        return (PojoSerializer<@Nullable Object>) serializer;
    }

    private Optional<CustomPojoSerializer> custom() {
        if (!searched) {
            custom = findCustom();
            searched = true;
        }
        return custom;
    }

    private Optional<CustomPojoSerializer> findCustom() {
        Iterator<CustomPojoSerializer> providers =
                ServiceLoader.load(CustomPojoSerializer.class, loader).iterator();
        if (!providers.hasNext()) {
            return Optional.empty();
        }
        CustomPojoSerializer only = providers.next();
        if (providers.hasNext()) {
            throw HandlerFault.named(
                    TOO_MANY, "Too many serializers provided inside the META-INF/services folder, only one is allowed");
        }
        return Optional.of(only);
    }
}
