package dev.hearth.runtime.training;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestHandler;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Handlers of every shape, so that their conversions are recorded. */
public final class Greetings {
    /** An object with the kinds of fields that events have. */
    public static final class Guest {
        public String name = "";
        public int age;
        public double height;
        public boolean member;
        public long id;
        public @Nullable List<String> titles;
        public @Nullable Map<String, Object> more;
        public @Nullable Guest friend;
    }

    /** An object with getters and setters. */
    public static final class Welcome {
        private String text = "";
        private List<Integer> numbers = List.of();

        public String getText() {
            return text;
        }

        public void setText(String text) {
            this.text = text;
        }

        public List<Integer> getNumbers() {
            return numbers;
        }

        public void setNumbers(List<Integer> numbers) {
            this.numbers = numbers;
        }
    }

    public Welcome greet(Guest guest, Context context) {
        context.getLogger().log("greeting " + guest.name);
        Welcome welcome = new Welcome();
        welcome.setText("Welcome, " + guest.name);
        welcome.setNumbers(List.of(1, 2));
        return welcome;
    }

    /** Plain maps. */
    public static final class Maps implements RequestHandler<Map<String, Object>, Map<String, Object>> {
        @Override
        public Map<String, Object> handleRequest(Map<String, Object> event, Context context) {
            System.out.println("keys " + event.keySet());
            return event;
        }
    }

    /** Text. */
    public static final class Texts implements RequestHandler<String, String> {
        @Override
        public String handleRequest(String event, Context context) {
            return event;
        }
    }

    /** Bytes. */
    public static final class Streams implements RequestStreamHandler {
        @Override
        public void handleRequest(InputStream event, OutputStream result, Context context) throws IOException {
            event.transferTo(result);
        }
    }

    /** A function that fails. */
    public String fail(Map<String, String> event) {
        throw new IllegalStateException("training " + event);
    }
}
