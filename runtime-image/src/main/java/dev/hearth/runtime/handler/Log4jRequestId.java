package dev.hearth.runtime.handler;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.LambdaRuntimeInternal;
import java.io.InputStream;
import java.io.OutputStream;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Tells the user's Log4j the request id before each call, as {@code AWSRequestId} of its thread context.
 *
 * <p>Only for functions with AWS's Log4j appender, which switches it on through {@link LambdaRuntimeInternal}.
 */
final class Log4jRequestId implements Handler {
    private final Handler handler;
    private final ClassLoader loader;
    private @Nullable List<Method> puts;

    Log4jRequestId(Handler handler, ClassLoader loader) {
        this.handler = handler;
        this.loader = loader;
    }

    @Override
    public void handle(InputStream event, OutputStream result, Context context) throws Throwable {
        if (LambdaRuntimeInternal.getUseLog4jAppender()) {
            announce(context.getAwsRequestId());
        }
        handler.handle(event, result, context);
    }

    private void announce(String requestId) {
        if (puts == null) {
            puts = findPuts();
        }
        for (Method put : puts) {
            try {
                put.invoke(null, "AWSRequestId", requestId);
            } catch (ReflectiveOperationException e) {
                System.err.println("The request id cannot be put into Log4j's thread context: " + e.getCause());
            }
        }
    }

    private List<Method> findPuts() {
        List<Method> found = new ArrayList<>();
        addPut("org.apache.log4j.MDC", Object.class, found);
        addPut("org.apache.logging.log4j.ThreadContext", String.class, found);
        if (found.isEmpty()) {
            System.err.println("Customer using log4j appender but unable to load either "
                    + "org.apache.log4j.MDC or org.apache.logging.log4j.ThreadContext. "
                    + "Customer cannot see RequestId in log4j log lines.");
        }
        return found;
    }

    /** Either generation of Log4j may be there, or both. */
    private void addPut(String className, Class<?> valueType, List<Method> found) {
        try {
            found.add(Class.forName(className, true, loader).getMethod("put", String.class, valueType));
        } catch (ReflectiveOperationException | LinkageError absent) {
            return;
        }
    }
}
