package dev.hearth.benchmarks.direct;

import com.amazonaws.services.lambda.runtime.RequestHandler;
import java.io.IOException;
import java.util.Map;

/**
 * A JVM that does nothing, or calls one typed handler once, and then idles until its input ends: what the memory of an
 * environment is compared with.
 */
public final class BareJvm {
    public static final String READY = "ready";

    private BareJvm() {}

    /** @param args the handler's class, or nothing */
    @SuppressWarnings("SystemOut")
    public static void main(String[] args) throws ReflectiveOperationException, IOException {
        Object kept = args.length == 0 ? "" : callOnce(args[0]);
        System.out.println(READY);
        while (System.in.read() >= 0) {
            // Input is not meant for anyone; its end is the signal to leave.
        }
        if (kept.hashCode() == 42) {
            System.out.println(kept);
        }
    }

    private static Object callOnce(String className) throws ReflectiveOperationException {
        Object handler = HandlerLoader.load(BareJvm.class.getClassLoader(), className);
        HandlerLoader.call((RequestHandler<?, ?>) handler, Map.of("name", "Ada"));
        return handler;
    }
}
