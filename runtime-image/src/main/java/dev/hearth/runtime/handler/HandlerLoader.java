package dev.hearth.runtime.handler;

import com.amazonaws.services.lambda.runtime.RequestHandler;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import java.lang.reflect.Type;
import java.util.Optional;

/**
 * Finds the handler a handler string names, by the rules of AWS's Java runtime interface client 2.9.0.
 *
 * <p>The string is a class name, whose class implements a handler interface (the stream one is tried first), or
 * {@code Class::method}, split at the last {@code ::}. When a fault shows is Lambda's choice too:
 *
 * <ul>
 *   <li>at init, by throwing: a static initialiser or the constructor threw, the class cannot be linked;
 *   <li>at the first invocation, by a handler that throws: malformed string, class or method not found, no suitable
 *       interface or constructor, no serialiser, a class missing that the handler's class needs (this one is fatal).
 * </ul>
 */
public final class HandlerLoader {
    private static final String SEPARATOR = "::";

    private HandlerLoader() {}

    /** Loads and instantiates the handler. What it throws is a failed init, see {@link Failure#of}. */
    public static Handler load(String handler, ClassLoader loader) {
        int separator = handler.lastIndexOf(SEPARATOR);
        String className = separator < 0 ? handler : handler.substring(0, separator);
        if (className.isEmpty() || (separator >= 0 && handler.endsWith(SEPARATOR))) {
            return new FaultyHandler(HandlerFault.of("Invalid handler: `" + handler + "'"));
        }
        Class<?> type;
        try {
            type = Class.forName(className, true, loader);
        } catch (ClassNotFoundException e) {
            return new FaultyHandler(HandlerFault.classNotFound(e, className, CodeSearch.hint(handler, loader)));
        } catch (NoClassDefFoundError e) {
            return new FaultyHandler(HandlerFault.loading(e, className));
        } catch (Throwable e) {
            throw HandlerFault.loading(e, className);
        }
        String method = separator < 0 ? "" : handler.substring(separator + SEPARATOR.length());
        return prepare(type, method, loader);
    }

    /** Where AWS's client crashes without a report (a type argument's class is missing, say), the init fails named. */
    private static Handler prepare(Class<?> type, String method, ClassLoader loader) {
        Serializers serializers = new Serializers(loader);
        try {
            Handler handler =
                    method.isEmpty() ? implementing(type, serializers) : MethodHandlers.find(type, method, serializers);
            return new Log4jRequestId(handler, loader);
        } catch (HandlerFault fault) {
            if (fault.fatal()) {
                throw fault;
            }
            return new FaultyHandler(fault);
        } catch (Throwable e) {
            throw HandlerFault.loading(e, type.getName());
        }
    }

    private static Handler implementing(Class<?> type, Serializers serializers) {
        if (RequestStreamHandler.class.isAssignableFrom(type)) {
            return new StreamHandler((RequestStreamHandler) Instances.create(type));
        }
        if (RequestHandler.class.isAssignableFrom(type)) {
            Type[] arguments = RequestHandlerTypes.of(type);
            return PojoHandler.create(
                    new InterfaceCall(Instances.create(type)), Optional.of(arguments[0]), arguments[1], serializers);
        }
        throw HandlerFault.of("Class does not implement an appropriate handler interface: " + type.getName());
    }
}
