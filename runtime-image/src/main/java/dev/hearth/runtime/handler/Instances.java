package dev.hearth.runtime.handler;

import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Modifier;

/** Instances of handler classes, made by their public zero-argument constructor. */
final class Instances {
    private Instances() {}

    /** Makes one; a constructor that throws is fatal, a class that has none is reported by each invocation. */
    static Object create(Class<?> type) {
        try {
            return constructor(type).newInstance();
        } catch (InvocationTargetException e) {
            throw HandlerFault.inConstructor(e.getCause() == null ? e : e.getCause());
        } catch (Throwable e) {
            throw HandlerFault.of(e);
        }
    }

    // The exception's class is part of Lambda's answer, so it is a plain one.
    private static Constructor<?> constructor(Class<?> type) throws Exception {
        try {
            return type.getConstructor();
        } catch (NoSuchMethodException e) {
            if (type.getEnclosingClass() != null && !Modifier.isStatic(type.getModifiers())) {
                throw new Exception(
                        "Class " + type.getName() + " cannot be instantiated because it is a non-static inner class");
            }
            throw new Exception("Class " + type.getName() + " has no public zero-argument constructor", e);
        }
    }
}
