package example.functions;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.CustomPojoSerializer;
import com.amazonaws.services.lambda.runtime.RequestHandler;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.lang.reflect.Type;
import java.nio.charset.StandardCharsets;

/** Functions that bring their own serialiser. */
public class Serializing implements RequestHandler<Object, Object> {
    /** Reads and writes type names around the text. */
    public static class Own implements CustomPojoSerializer {
        @Override
        public <T> T fromJson(InputStream input, Type type) {
            try {
                return fromJson(new String(input.readAllBytes(), StandardCharsets.UTF_8), type);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        @Override
        @SuppressWarnings("unchecked")
        public <T> T fromJson(String input, Type type) {
            if (input.contains("refuse")) {
                throw new IllegalArgumentException("refused to read");
            }
            return (T) (type.getTypeName() + "(" + input + ")");
        }

        @Override
        public <T> void toJson(T value, OutputStream output, Type type) {
            if (String.valueOf(value).contains("unwritable")) {
                throw new IllegalStateException("refused to write");
            }
            try {
                output.write((type.getTypeName() + "=" + value).getBytes(StandardCharsets.UTF_8));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    /** A second one, which is one too many. */
    public static class Second extends Own {}

    /** One that cannot be made. */
    public static class Broken extends Own {
        public Broken() {
            throw new IllegalStateException("broken serialiser");
        }
    }

    @Override
    public Object handleRequest(Object event, Context context) {
        return event;
    }

    public String text(String event) {
        return event;
    }

    public void nothing(String event) {}

    public void stream(InputStream event, OutputStream result) throws IOException {
        event.transferTo(result);
    }
}
