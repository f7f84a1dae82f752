package example.functions;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestHandler;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/** Overloaded methods: each answers which of them was called. */
public class Overloads {
    private static void say(OutputStream result, String what) throws IOException {
        result.write(('"' + what + '"').getBytes(StandardCharsets.UTF_8));
    }

    public String contextWins(String event, Context context) {
        return "event+context";
    }

    public String contextWins(String event) {
        return "event";
    }

    public String contextWins() {
        return "none";
    }

    public String longer(String event) {
        return "event";
    }

    public String longer() {
        return "none";
    }

    public void streams(InputStream event, OutputStream result, Context context) throws IOException {
        say(result, "all");
    }

    public void streams(InputStream event, OutputStream result) throws IOException {
        say(result, "in+out");
    }

    public void streams(OutputStream result, Context context) throws IOException {
        say(result, "out+context");
    }

    public String streams(String event, Context context) {
        return "event+context";
    }

    // Two parameters weigh less than event and context, which count three.
    public void mixed(InputStream event, OutputStream result) throws IOException {
        say(result, "in+out");
    }

    public String mixed(String event, Context context) {
        return "event+context";
    }

    // The context alone counts two, as much as two parameters would, and more than an event.
    public String alone(Context context) {
        return "context";
    }

    public String alone(String event) {
        return "event";
    }

    // Longer but of no known shape: passed over.
    public String passedOver(String a, String b, Context context) {
        return "three";
    }

    public String passedOver(String a, String b, String c, Context context) {
        return "four";
    }

    public String passedOver(Context context, String event) {
        return "context first";
    }

    public String passedOver(String event) {
        return "event";
    }

    public static String statics(String event, Context context) {
        return "static";
    }

    public String statics(String event) {
        return "instance";
    }

    /** A generic parent whose method gets a bridge in its child. */
    public abstract static class Parent<T> {
        public String handle(T event, Context context) {
            return "parent " + event;
        }
    }

    public static class Child extends Parent<Integer> {
        @Override
        public String handle(Integer event, Context context) {
            return "child " + (event + 1);
        }
    }

    public static class Heir extends Parent<Integer> {}

    /** The interface's method named explicitly: the bridge must lose. */
    public static class Named implements RequestHandler<Map<String, Integer>, Integer> {
        @Override
        public Integer handleRequest(Map<String, Integer> event, Context context) {
            return event.get("n") + 1;
        }

        public String other(String event) {
            return "other " + event;
        }
    }

    public <T extends Number> String variable(T event) {
        return event.getClass().getSimpleName();
    }

    public <T> String freeVariable(T event) {
        return event.getClass().getSimpleName();
    }

    public String varargs(String... events) {
        return "varargs " + events.length;
    }

    public String wildcard(Map<String, ? extends Number> event) {
        return event.get("n").getClass().getSimpleName();
    }

    public String subclassOfStream(java.io.ByteArrayInputStream event) {
        return "never";
    }
}
