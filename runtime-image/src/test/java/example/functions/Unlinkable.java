package example.functions;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestHandler;

/** Handlers that need a class which is not there. */
public final class Unlinkable {
    private Unlinkable() {}

    public static class Child extends Absent.Parent {
        public String call(String event) {
            return event;
        }
    }

    public static class Signature {
        public String call(Absent.Event event) {
            return "never";
        }

        public String other(String event) {
            return event;
        }
    }

    public static class TypeArgument implements RequestHandler<Absent.Event, String> {
        @Override
        public String handleRequest(Absent.Event event, Context context) {
            return "never";
        }
    }

    public static class InBody {
        public String call(String event) {
            return new Absent() + event;
        }
    }

    public static class InConstructor {
        private final Absent absent;

        public InConstructor() {
            absent = new Absent();
        }

        public String call(String event) {
            return event + absent;
        }
    }

    public static class InStatic {
        static final Absent ABSENT = new Absent();

        public String call(String event) {
            return event + ABSENT;
        }
    }

    public static class StaticRuntimeException {
        static final String NAME = java.util.Objects.requireNonNull(System.getenv("NO_SUCH_VARIABLE"), "no variable");

        public String call(String event) {
            return event + NAME;
        }
    }

    public static class ConstructorError {
        public ConstructorError() {
            throw new AssertionError();
        }

        public static String fine(String event) {
            return "fine " + event;
        }

        public String call(String event) {
            return event;
        }

        public void stream(java.io.InputStream in, java.io.OutputStream out) {}
    }

    public static class ConstructorOverflow {
        public ConstructorOverflow() {
            recurse(1);
        }

        private static int recurse(int depth) {
            return depth < 0 ? 0 : recurse(depth + 1) + 1;
        }

        public String call(String event) {
            return event;
        }
    }
}
