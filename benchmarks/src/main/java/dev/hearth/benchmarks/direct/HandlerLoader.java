package dev.hearth.benchmarks.direct;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestHandler;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.lang.reflect.Proxy;
import java.util.Map;

/** Makes and calls the benchmark handlers without a Lambda runtime. */
final class HandlerLoader {
    /** The benchmark handlers do not use their context; one that does would fail with this message. */
    private static final Context NO_CONTEXT = (Context) Proxy.newProxyInstance(
            Context.class.getClassLoader(), new Class<?>[] {Context.class}, (proxy, method, args) -> {
                throw new UnsupportedOperationException("no Lambda context outside of Lambda: " + method.getName());
            });

    private HandlerLoader() {}

    static Object load(ClassLoader loader, String className) throws ReflectiveOperationException {
        return loader.loadClass(className).getConstructor().newInstance();
    }

    static void stream(RequestStreamHandler handler, InputStream event, OutputStream result) throws IOException {
        handler.handleRequest(event, result, NO_CONTEXT);
    }

    @SuppressWarnings("unchecked")
    static Object call(RequestHandler<?, ?> handler, Map<String, String> event) {
        return ((RequestHandler<Map<String, String>, Object>) handler).handleRequest(event, NO_CONTEXT);
    }
}
