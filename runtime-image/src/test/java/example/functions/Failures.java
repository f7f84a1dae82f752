package example.functions;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestHandler;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import java.io.IOError;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;

/** Throws what it is told to. */
public class Failures implements RequestHandler<String, Object> {
    public static class ShopClosed extends Exception {
        public ShopClosed(String message) {
            super(message);
        }
    }

    static class Localised extends RuntimeException {
        @Override
        public String getMessage() {
            return "plain";
        }

        @Override
        public String getLocalizedMessage() {
            return "localised";
        }

        @Override
        public String toString() {
            return "as text";
        }
    }

    static class Traceless extends RuntimeException {
        Traceless() {
            super("traceless", null, false, false);
        }
    }

    static class Lazy {
        static final int VALUE = Integer.parseInt("lazy");
    }

    @Override
    public Object handleRequest(String which, Context context) {
        switch (which) {
            case "null message" -> throw new IllegalStateException();
            case "null pointer" -> Echo.class.cast(null).handleRequest(null, null);
            case "empty message" -> throw new IllegalStateException("");
            case "quotes" -> throw new IllegalStateException("\"'\\/<>&=");
            case "controls" -> throw new IllegalStateException("\u0000\u0001\t\b\n\r\f\u001f\u007f\u0080\u2028\u2029");
            case "unicode" -> throw new IllegalStateException("é ß 漢 \ud83d\ude00");
            case "surrogate" -> throw new IllegalStateException("half \ud83d end");
            case "cause" -> throw new IllegalStateException("top", new IOException("middle", new Error("bottom")));
            case "suppressed" -> throw suppressed();
            case "localised" -> throw new Localised();
            case "traceless" -> throw new Traceless();
            case "checked" -> sneak(new ShopClosed("closed"));
            case "interrupted" -> sneak(new InterruptedException("stop"));
            case "reflection" -> sneak(new InvocationTargetException(new IOException("inner"), "outer"));
            case "assertion" -> throw new AssertionError("asserted");
            case "divide" -> throw new ArithmeticException(String.valueOf(1 / (which.length() - 6)));
            case "index" -> List.of().get(3);
            case "cast" -> throw new IllegalStateException((String) (Object) context.getMemoryLimitInMB());
            case "lambda" -> {
                Supplier<Object> supplier = () -> {
                    throw new IllegalStateException("in a lambda");
                };
                return supplier.get();
            }
            case "stream" -> {
                return List.of(1, 0).stream().map(x -> 1 / x).toList();
            }
            case "thread" ->
                CompletableFuture.supplyAsync(() -> 1 / (which.length() - 6)).join();
            case "proxy" -> proxy();
            case "static" -> throw new IllegalStateException("" + Lazy.VALUE);
            case "long" -> throw new IllegalStateException("x".repeat(50_000));
            case "circular" -> circular();
            case "edited trace" -> edited();
            case "no such class" -> sneak(new NoClassDefFoundError("com/acme/Gone"));
            case "linkage" -> throw new LinkageError("linkage");
            case "unchecked io" -> throw new java.io.UncheckedIOException(new IOException("disk full"));
            case "stack overflow" -> overflow(0);
            case "memory" -> throw new OutOfMemoryError("Java heap space");
            case "array" -> throw new IllegalStateException("" + new long[Integer.MAX_VALUE].length);
            case "internal" -> throw new InternalError("internal");
            case "io error" -> throw new IOError(new IOException("device"));
            default -> {
                return Map.of("fine", which);
            }
        }
        return "unreachable";
    }

    private static int overflow(int depth) {
        return depth < 0 ? 0 : overflow(depth + 1) + 1;
    }

    private static RuntimeException suppressed() {
        RuntimeException thrown = new RuntimeException("body");
        thrown.addSuppressed(new IOException("close 1"));
        thrown.addSuppressed(new IOException("close 2", new IllegalStateException("why")));
        return thrown;
    }

    private static void circular() {
        IllegalStateException first = new IllegalStateException("first");
        first.initCause(new RuntimeException("second", first));
        throw first;
    }

    private static void edited() {
        RuntimeException thrown = new RuntimeException("edited");
        thrown.setStackTrace(new StackTraceElement[] {
            new StackTraceElement("app", "module", "1.0", "com.acme.Shop", "open", null, -2),
            new StackTraceElement("com.acme.Shop", "main", "Shop.java", -1),
        });
        throw thrown;
    }

    private static void proxy() {
        Callable<?> callable = (Callable<?>) Proxy.newProxyInstance(
                Failures.class.getClassLoader(), new Class<?>[] {Callable.class}, (self, method, arguments) -> {
                    throw new IllegalStateException("behind a proxy");
                });
        try {
            callable.call();
        } catch (Exception e) {
            sneak(e);
        }
    }

    @SuppressWarnings("unchecked")
    private static <T extends Throwable> void sneak(Throwable thrown) throws T {
        throw (T) thrown;
    }

    /** The same from a method. */
    public Object method(String which, Context context) {
        return handleRequest(which, context);
    }

    public static Object staticMethod(String which) throws ShopClosed {
        throw new ShopClosed(which);
    }

    /** Returns what its signature does not promise. */
    @SuppressWarnings("unchecked")
    public List<Integer> heapPollution() {
        return (List<Integer>) (List<?>) List.of("a", new Object() {
            public int getX() {
                throw new IllegalStateException("late");
            }
        });
    }

    /** Expects what Jackson does not check. */
    public int wrongElements(List<Integer> values) {
        int sum = 0;
        for (Integer value : values) {
            sum += value;
        }
        return sum;
    }

    public static class Stream implements RequestStreamHandler {
        @Override
        public void handleRequest(InputStream event, OutputStream result, Context context) throws IOException {
            result.write('[');
            throw new IOException("stream broke");
        }
    }
}
