package dev.hearth.runtime.handler;

import com.amazonaws.services.lambda.runtime.CustomPojoSerializer;
import com.amazonaws.services.lambda.runtime.serialization.PojoSerializer;
import java.io.InputStream;
import java.io.OutputStream;
import java.lang.reflect.Type;
import org.jspecify.annotations.Nullable;

/** A user's serialiser fixed to one type. */
final class CustomConversion implements PojoSerializer<@Nullable Object> {
    private final CustomPojoSerializer serializer;
    private final Type type;

    CustomConversion(CustomPojoSerializer serializer, Type type) {
        this.serializer = serializer;
        this.type = type;
    }

    @Override
    public @Nullable Object fromJson(InputStream input) {
        return serializer.fromJson(input, type);
    }

    @Override
    public @Nullable Object fromJson(String input) {
        return serializer.fromJson(input, type);
    }

    @Override
    public void toJson(@Nullable Object value, OutputStream output) {
        serializer.toJson(value, output, type);
    }
}
