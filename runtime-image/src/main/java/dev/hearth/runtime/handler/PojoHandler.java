package dev.hearth.runtime.handler;

import com.amazonaws.services.lambda.runtime.Context;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.lang.reflect.Type;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A handler that works on Java objects: JSON is read before the call and written after it. */
final class PojoHandler implements Handler {
    private static final byte[] NULL = "null".getBytes(StandardCharsets.US_ASCII);

    private final PojoCall call;
    private final Optional<Conversion> input;
    private final Optional<Conversion> output;

    private PojoHandler(PojoCall call, Optional<Conversion> input, Optional<Conversion> output) {
        this.call = call;
        this.input = input;
        this.output = output;
    }

    /**
     * Finds the conversions before the first event, so that one that cannot be made shows as a fault of the handler.
     *
     * @param input absent for a handler that takes no event; the payload is then not even parsed
     */
    static Handler create(PojoCall call, Optional<Type> input, Type output, Serializers serializers) {
        try {
            return new PojoHandler(
                    call,
                    input.isPresent() ? Optional.of(serializers.conversion(input.get())) : Optional.empty(),
                    isVoid(output) ? Optional.empty() : Optional.of(serializers.conversion(output)));
        } catch (HandlerFault fault) {
            throw fault;
        } catch (Throwable e) {
            throw HandlerFault.of(e);
        }
    }

    static boolean isVoid(Type type) {
        return type == void.class || type == Void.class;
    }

    @Override
    public void handle(InputStream event, OutputStream result, Context context) throws Throwable {
        Object answer = call.call(read(event, context), context);
        try {
            write(answer, result, context);
        } catch (Throwable e) {
            throw new RuntimeException("An error occurred during JSON serialization of response", e);
        }
    }

    private @Nullable Object read(InputStream event, Context context) {
        if (input.isEmpty()) {
            return null;
        }
        try {
            return input.get().serializer(context).fromJson(event);
        } catch (Throwable e) {
            throw new RuntimeException("An error occurred during JSON parsing", e);
        }
    }

    private void write(@Nullable Object answer, OutputStream result, Context context) throws IOException {
        if (output.isPresent()) {
            output.get().serializer(context).toJson(answer, result);
        } else {
            result.write(NULL);
        }
    }
}
