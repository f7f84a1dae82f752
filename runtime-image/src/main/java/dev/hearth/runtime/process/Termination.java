package dev.hearth.runtime.process;

import java.lang.reflect.Proxy;

/**
 * What SIGTERM does. The JVM's own way would run shutdown hooks under a running invocation; the JDK has no other
 * interface to signals than {@code sun.misc.Signal}. It is reached by reflection, because javac warns of it in a way that
 * cannot be answered.
 */
public final class Termination {
    private Termination() {}

    /** Runs this on SIGTERM, which then ends nothing by itself. */
    public static void onSignal(Runnable stop) {
        try {
            Class<?> signal = Class.forName("sun.misc.Signal");
            Class<?> handlerType = Class.forName("sun.misc.SignalHandler");
            Object handler = Proxy.newProxyInstance(
                    Termination.class.getClassLoader(), new Class<?>[] {handlerType}, (_, _, _) -> {
                        stop.run();
                        return null;
                    });
            Object term = signal.getConstructor(String.class).newInstance("TERM");
            signal.getMethod("handle", signal, handlerType).invoke(null, term, handler);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(
                    "this JDK has no sun.misc.Signal: use one with the module jdk.unsupported", e);
        }
    }
}
