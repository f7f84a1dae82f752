package example.functions;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestHandler;

/** Cannot be initialised. */
public class BrokenStatic implements RequestHandler<String, String> {
    static final int PORT = Integer.parseInt("port");

    @Override
    public String handleRequest(String event, Context context) {
        return event + PORT;
    }
}
