package example.faults;

import com.amazonaws.services.lambda.runtime.Context;
import java.io.IOException;

/** Code, configuration and version that ran, in one line. */
public final class Drilled {
    public String tell(Object event, Context context) throws IOException {
        return new Surroundings().version() + " " + System.getenv("NOTE") + " " + context.getFunctionVersion();
    }
}
