package dev.hearth.runtime.handler;

import com.amazonaws.services.lambda.runtime.Context;
import java.io.InputStream;
import java.io.OutputStream;
import java.lang.reflect.Method;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * Handlers named {@code Class::method}: which overload Lambda calls, and how.
 *
 * <p>Overloads are tried in this order: real methods before the compiler's bridges, then more parameters before
 * fewer, where a last parameter {@link Context} counts twice. The first of a shape Lambda knows is it: (InputStream,
 * OutputStream, Context) or a part of it in this order, (event, Context), (event), (Context), (). Overloads passed
 * over are named in the function's log.
 */
final class MethodHandlers {
    private MethodHandlers() {}

    static Handler find(Class<?> type, String name, Serializers serializers) {
        for (Method method : overloads(type, name)) {
            Optional<Handler> handler = ofShape(type, method, serializers);
            if (handler.isPresent()) {
                return handler.get();
            }
        }
        throw HandlerFault.of("No public method named " + name + " with appropriate method signature found on class "
                + type.getName());
    }

    private static List<Method> overloads(Class<?> type, String name) {
        Method[] methods = methods(type, name);
        List<Method> overloads = new ArrayList<>();
        for (Method method : methods) {
            if (method.getName().equals(name)) {
                overloads.add(method);
            }
        }
        overloads.sort(new ByPreference());
        return overloads;
    }

    private static Method[] methods(Class<?> type, String name) {
        Method[] methods;
        try {
            methods = type.getMethods();
        } catch (NoClassDefFoundError e) {
            throw HandlerFault.loadingMethod(e, type, name);
        }
        if (methods.length == 0) {
            throw HandlerFault.of("Class " + type.getName() + " has no public method named " + name);
        }
        return methods;
    }

    private static Optional<Handler> ofShape(Class<?> type, Method method, Serializers serializers) {
        Type[] parameters = method.getGenericParameterTypes();
        return switch (parameters.length) {
            case 0 -> pojo(type, method, Optional.empty(), false, serializers);
            case 1 -> one(type, method, parameters[0], serializers);
            case 2 -> two(type, method, parameters[0], parameters[1], serializers);
            case 3 -> three(type, method, parameters);
            default ->
                ignore("Ignoring an overload of method " + method.getName()
                        + " because it has too many parameters: Expected at most 3, got " + parameters.length);
        };
    }

    private static Optional<Handler> one(Class<?> type, Method method, Type only, Serializers serializers) {
        if (only == InputStream.class) {
            return stream(type, method, true, false, false);
        }
        if (only == OutputStream.class) {
            return stream(type, method, false, true, false);
        }
        return only == Context.class
                ? pojo(type, method, Optional.empty(), true, serializers)
                : pojo(type, method, Optional.of(only), false, serializers);
    }

    private static Optional<Handler> two(
            Class<?> type, Method method, Type first, Type second, Serializers serializers) {
        String ignoring = "Ignoring two-argument overload because ";
        if (first == OutputStream.class) {
            return second == Context.class
                    ? stream(type, method, false, true, true)
                    : ignore(ignoring + "first argument type is OutputStream and second argument type is not Context");
        }
        if (first == Context.class) {
            return ignore(ignoring + "first argument type is Context");
        }
        if (first == InputStream.class) {
            return twoFromStream(type, method, second);
        }
        return second == Context.class
                ? pojo(type, method, Optional.of(first), true, serializers)
                : ignore(ignoring + "second parameter type is not Context");
    }

    private static Optional<Handler> twoFromStream(Class<?> type, Method method, Type second) {
        if (second == OutputStream.class) {
            return stream(type, method, true, true, false);
        }
        return second == Context.class
                ? stream(type, method, true, false, true)
                : ignore("Ignoring two-argument overload because second parameter type, "
                        + method.getParameterTypes()[1].getName() + ", is not OutputStream.");
    }

    private static Optional<Handler> three(Class<?> type, Method method, Type[] parameters) {
        return parameters[0] == InputStream.class
                        && parameters[1] == OutputStream.class
                        && parameters[2] == Context.class
                ? stream(type, method, true, true, true)
                : ignore("Ignoring three-argument overload because argument signature is not "
                        + "(InputStream, OutputStream, Context");
    }

    private static Optional<Handler> stream(
            Class<?> type, Method method, boolean event, boolean result, boolean context) {
        return Optional.of(
                StreamMethodHandler.create(type, method, new StreamMethodHandler.Takes(event, result, context)));
    }

    private static Optional<Handler> pojo(
            Class<?> type, Method method, Optional<Type> event, boolean context, Serializers serializers) {
        PojoCall call = new MethodCall(MethodInvocation.of(type, method), event.isPresent(), context);
        return Optional.of(PojoHandler.create(call, event, method.getGenericReturnType(), serializers));
    }

    private static Optional<Handler> ignore(String reason) {
        System.err.println(reason);
        return Optional.empty();
    }

    private static final class ByPreference implements Comparator<Method> {
        @Override
        public int compare(Method left, Method right) {
            int bridgesLast = Boolean.compare(left.isBridge(), right.isBridge());
            return bridgesLast != 0 ? bridgesLast : Integer.compare(weight(right), weight(left));
        }

        private static int weight(Method method) {
            Class<?>[] parameters = method.getParameterTypes();
            int count = parameters.length;
            return count > 0 && parameters[count - 1] == Context.class ? count + 1 : count;
        }
    }
}
