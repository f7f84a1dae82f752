package dev.hearth.runtime.handler;

import com.amazonaws.services.lambda.runtime.RequestHandler;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.lang.reflect.TypeVariable;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;

/**
 * The event and result type of a class that implements {@link RequestHandler}, found through its ancestors.
 *
 * <p>Breadth first, interfaces before the superclass. The search ends at the first interface with type arguments that
 * is a {@code RequestHandler} or extends it, and takes that interface's own arguments: a base interface of several functions
 * must therefore declare event and result in this order, as on Lambda. Type variables are bound by name.
 */
final class RequestHandlerTypes {
    private RequestHandlerTypes() {}

    /** Returns exactly two types; anything else is a fault of the class. */
    static Type[] of(Class<?> handler) {
        Optional<Type[]> arguments = search(handler);
        if (arguments.isEmpty()) {
            throw HandlerFault.of(
                    "Class " + handler.getName() + " does not implement RequestHandler with concrete type parameters");
        }
        Type[] found = arguments.get();
        if (found.length != 2) {
            throw HandlerFault.of(
                    "Invalid class signature for RequestHandler. Expected two generic types, got " + found.length);
        }
        for (Type type : found) {
            if (type instanceof TypeVariable<?> variable && !isBounded(variable)) {
                throw HandlerFault.of("Class " + handler.getName()
                        + " does not implement RequestHandler with concrete type parameters: parameter "
                        + type + " has no upper bound.");
            }
        }
        return found;
    }

    private static boolean isBounded(TypeVariable<?> variable) {
        for (Type bound : variable.getBounds()) {
            if (bound != Object.class) {
                return true;
            }
        }
        return false;
    }

    private static Optional<Type[]> search(Class<?> handler) {
        Deque<Ancestor> open = new ArrayDeque<>();
        open.add(new Ancestor(handler, Optional.empty()));
        while (!open.isEmpty()) {
            Ancestor next = open.remove();
            for (Type parent : next.type.getGenericInterfaces()) {
                Ancestor ancestor = next.parent(parent);
                if (parent instanceof ParameterizedType && RequestHandler.class.isAssignableFrom(ancestor.type)) {
                    return ancestor.arguments;
                }
                open.add(ancestor);
            }
            Type superclass = next.type.getGenericSuperclass();
            if (superclass != null) {
                open.add(next.parent(superclass));
            }
        }
        return Optional.empty();
    }

    /** A class on the way up and what its type parameters stand for, if that is known. */
    private static final class Ancestor {
        private final Class<?> type;
        private final Optional<Type[]> arguments;

        private Ancestor(Class<?> type, Optional<Type[]> arguments) {
            this.type = type;
            this.arguments = arguments;
        }

        private Ancestor parent(Type parent) {
            if (parent instanceof ParameterizedType generic) {
                return new Ancestor(
                        (Class<?>) generic.getRawType(), Optional.of(bind(generic.getActualTypeArguments())));
            }
            Class<?> raw = (Class<?>) parent;
            Type[] parameters = raw.getTypeParameters();
            boolean bindable = parameters.length > 0 && arguments.isPresent();
            return new Ancestor(raw, bindable ? Optional.of(bind(parameters.clone())) : Optional.empty());
        }

        private Type[] bind(Type[] types) {
            Type[] bound = new Type[types.length];
            for (int i = 0; i < types.length; i++) {
                bound[i] = types[i] instanceof TypeVariable<?> variable ? bind(variable) : types[i];
            }
            return bound;
        }

        private Type bind(TypeVariable<?> wanted) {
            TypeVariable<?>[] own = type.getTypeParameters();
            for (int i = 0; i < own.length; i++) {
                if (own[i].getName().equals(wanted.getName())) {
                    return arguments.isPresent() ? arguments.get()[i] : own[i];
                }
            }
            return wanted;
        }
    }
}
