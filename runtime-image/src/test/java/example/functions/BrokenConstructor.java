package example.functions;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestHandler;

/** Cannot be constructed. */
public class BrokenConstructor implements RequestHandler<String, String> {
    public BrokenConstructor() {
        throw new IllegalStateException("no database", new RuntimeException("refused"));
    }

    @Override
    public String handleRequest(String event, Context context) {
        return event;
    }

    public String method(String event) {
        return event;
    }

    public static String staticMethod(String event) {
        return event;
    }

    public void stream(java.io.InputStream event) {}
}
