package dev.hearth.runtime.handler;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import org.jspecify.annotations.Nullable;

/**
 * A method of the user bound to its instance.
 *
 * <p>Invoked through {@link Method}, not a method handle: the JDK's reflection frames are part of the stack trace that
 * AWS's client answers, and after its first calls it costs the same.
 */
final class MethodInvocation {
    private final Method method;
    private final @Nullable Object instance;
    private boolean allowed;

    private MethodInvocation(Method method, @Nullable Object instance) {
        this.method = method;
        this.instance = instance;
    }

    /** Binds a static method to nothing, any other to a new instance of {@code type}. */
    static MethodInvocation of(Class<?> type, Method method) {
        return new MethodInvocation(method, Modifier.isStatic(method.getModifiers()) ? null : Instances.create(type));
    }

    /** Throws what the method throws. */
    @Nullable
    Object invoke(@Nullable Object[] arguments) throws Throwable {
        try {
            Object answer = method.invoke(instance, arguments);
            rememberThatItIsAllowed();
            return answer;
        } catch (InvocationTargetException e) {
            throw e.getCause() == null ? e : e.getCause();
        }
    }

    /** The first call checks access, with the JDK's own message when it is denied; to check each costs a stack walk. */
    private void rememberThatItIsAllowed() {
        if (!allowed) {
            allowed = true;
            method.trySetAccessible();
        }
    }
}
