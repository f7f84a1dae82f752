package dev.hearth.runtime.handler;

import com.amazonaws.services.lambda.runtime.Context;
import java.io.InputStream;
import java.io.OutputStream;
import java.lang.reflect.Method;
import java.nio.charset.StandardCharsets;

/** A user's method that takes the event's bytes, writes the result's, or both. */
final class StreamMethodHandler implements Handler {
    private static final byte[] NULL = "null".getBytes(StandardCharsets.US_ASCII);

    /** Which of (InputStream, OutputStream, Context) the method takes, in this order. */
    record Takes(boolean event, boolean result, boolean context) {}

    private final MethodInvocation method;
    private final Takes takes;

    private StreamMethodHandler(MethodInvocation method, Takes takes) {
        this.method = method;
        this.takes = takes;
    }

    static Handler create(Class<?> type, Method method, Takes takes) {
        if (!PojoHandler.isVoid(method.getReturnType())) {
            System.err.println("Will ignore return type " + method.getReturnType() + " on byte stream handler");
        }
        return new StreamMethodHandler(MethodInvocation.of(type, method), takes);
    }

    /** A method that cannot write a result has the result {@code null}. */
    @Override
    public void handle(InputStream event, OutputStream result, Context context) throws Throwable {
        method.invoke(arguments(event, result, context));
        if (!takes.result) {
            result.write(NULL);
        }
    }

    private Object[] arguments(InputStream event, OutputStream result, Context context) {
        Object[] arguments = new Object[(takes.event ? 1 : 0) + (takes.result ? 1 : 0) + (takes.context ? 1 : 0)];
        int next = 0;
        if (takes.event) {
            arguments[next++] = event;
        }
        if (takes.result) {
            arguments[next++] = result;
        }
        if (takes.context) {
            arguments[next] = context;
        }
        return arguments;
    }
}
