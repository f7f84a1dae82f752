package example.functions;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestHandler;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.List;
import java.util.Map;

/** Handlers whose types must be found through their ancestors. */
public final class Generics {
    private Generics() {}

    public abstract static class Base<I, O> implements RequestHandler<I, O> {
        @Override
        @SuppressWarnings("unchecked")
        public O handleRequest(I event, Context context) {
            return (O) (event == null ? null : event.getClass().getSimpleName() + " " + event);
        }
    }

    public static class FromBase extends Base<Integer, String> {}

    public abstract static class Middle<O> extends Base<Long, O> {}

    public static class FromMiddle extends Middle<String> {}

    public static class FromMiddleTwice extends FromMiddle {}

    public abstract static class Swapped<O, I> extends Base<I, O> {}

    public static class FromSwapped extends Swapped<String, Double> {}

    public interface OneType<T> extends RequestHandler<T, String> {}

    public static class FromOneType implements OneType<Integer> {
        @Override
        public String handleRequest(Integer event, Context context) {
            return "one " + event;
        }
    }

    public interface SwappedInterface<O, I> extends RequestHandler<I, O> {}

    public static class FromSwappedInterface implements SwappedInterface<String, Integer> {
        @Override
        public String handleRequest(Integer event, Context context) {
            return "swapped " + event;
        }
    }

    public interface Fixed extends RequestHandler<Integer, String> {}

    public static class FromFixed implements Fixed {
        @Override
        public String handleRequest(Integer event, Context context) {
            return "fixed " + event;
        }
    }

    public static class FromMarkerAndFixed extends FromFixed implements java.util.function.IntSupplier {
        @Override
        public int getAsInt() {
            return 0;
        }
    }

    @SuppressWarnings("rawtypes")
    public static class Raw implements RequestHandler {
        @Override
        public Object handleRequest(Object event, Context context) {
            return event;
        }
    }

    @SuppressWarnings("rawtypes")
    public static class RawBase extends Base {}

    public static class Unbounded<T> implements RequestHandler<T, String> {
        @Override
        public String handleRequest(T event, Context context) {
            return "unbounded " + event;
        }
    }

    public static class Bounded<T extends Number> implements RequestHandler<T, String> {
        @Override
        public String handleRequest(T event, Context context) {
            return event.getClass().getSimpleName();
        }
    }

    public static class BoundedByMap<T extends Map<String, Integer>> implements RequestHandler<T, Integer> {
        @Override
        public Integer handleRequest(T event, Context context) {
            int sum = 0;
            for (Integer value : event.values()) {
                sum += value;
            }
            return sum;
        }
    }

    public static class ListOfBeans implements RequestHandler<List<Pojos.Bean>, Map<String, Pojos.Bean>> {
        @Override
        public Map<String, Pojos.Bean> handleRequest(List<Pojos.Bean> event, Context context) {
            return Map.of("first", event.get(0));
        }
    }

    public static class Wrapped<T> extends Base<List<T>, String> {}

    public static class WrappedBeans extends Wrapped<Pojos.Bean> {}

    public static class Arrays extends Base<int[], String> {
        @Override
        public String handleRequest(int[] event, Context context) {
            return "length " + event.length;
        }
    }

    public static class Nothing implements RequestHandler<Object, Void> {
        @Override
        public Void handleRequest(Object event, Context context) {
            return null;
        }
    }

    public static class NullObject implements RequestHandler<Object, Object> {
        @Override
        public Object handleRequest(Object event, Context context) {
            return null;
        }
    }

    public static class VoidEvent implements RequestHandler<Void, String> {
        @Override
        public String handleRequest(Void event, Context context) {
            return "void " + event;
        }
    }

    public static class Both implements RequestStreamHandler, RequestHandler<String, String> {
        @Override
        public void handleRequest(InputStream event, OutputStream result, Context context) throws IOException {
            result.write("\"stream\"".getBytes(java.nio.charset.StandardCharsets.UTF_8));
        }

        @Override
        public String handleRequest(String event, Context context) {
            return "object";
        }
    }

    public static class Stream implements RequestStreamHandler {
        @Override
        public void handleRequest(InputStream event, OutputStream result, Context context) throws IOException {
            byte[] bytes = event.readAllBytes();
            if (bytes.length == 0) {
                throw new IOException("nothing to read");
            }
            result.write(bytes);
        }
    }

    public static class SilentStream implements RequestStreamHandler {
        @Override
        public void handleRequest(InputStream event, OutputStream result, Context context) {}
    }

    public static class Plain {
        public String handleRequest(String event, Context context) {
            return event;
        }
    }

    public abstract static class Abstract implements RequestHandler<String, String> {
        public Abstract() {}

        @Override
        public String handleRequest(String event, Context context) {
            return event;
        }

        public static String helper(String event) {
            return "helped " + event;
        }
    }

    public class Inner implements RequestHandler<String, String> {
        public Inner() {}

        @Override
        public String handleRequest(String event, Context context) {
            return event;
        }
    }

    public static class PrivateConstructor implements RequestHandler<String, String> {
        private PrivateConstructor() {}

        @Override
        public String handleRequest(String event, Context context) {
            return event;
        }
    }

    static class NotPublic implements RequestHandler<String, String> {
        public NotPublic() {}

        @Override
        public String handleRequest(String event, Context context) {
            return event;
        }

        public static String call(String event) {
            return event;
        }
    }

    public interface NoMethods {}

    public interface WithStatic {
        static String call(String event) {
            return "interface " + event;
        }

        default String byDefault(String event) {
            return event;
        }
    }

    public static class WithDefault implements WithStatic {}

    public enum Singleton implements RequestHandler<String, String> {
        ONE;

        @Override
        public String handleRequest(String event, Context context) {
            return event;
        }
    }

    public record AsRecord() implements RequestHandler<String, String> {
        @Override
        public String handleRequest(String event, Context context) {
            return "record " + event;
        }
    }
}
