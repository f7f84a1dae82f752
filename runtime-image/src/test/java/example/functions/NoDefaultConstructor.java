package example.functions;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestHandler;
import java.util.Locale;

/** Has a constructor Lambda cannot call, and a static method it can. */
public class NoDefaultConstructor implements RequestHandler<String, String> {
    private final String suffix;

    public NoDefaultConstructor(String suffix) {
        this.suffix = suffix;
    }

    @Override
    public String handleRequest(String event, Context context) {
        return event + suffix;
    }

    public static String shout(String event) {
        return event.toUpperCase(Locale.ROOT);
    }
}
