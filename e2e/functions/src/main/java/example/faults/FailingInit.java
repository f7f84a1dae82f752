package example.faults;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestHandler;

/** Cannot be constructed. */
public final class FailingInit implements RequestHandler<Object, String> {
    public FailingInit() {
        throw new IllegalStateException("no database");
    }

    @Override
    public String handleRequest(Object event, Context context) {
        return "unreachable";
    }
}
