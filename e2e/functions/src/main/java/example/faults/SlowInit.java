package example.faults;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestHandler;

/** Takes as many milliseconds to construct as the variable {@code INIT_MS} says. */
public final class SlowInit implements RequestHandler<Object, String> {
    public SlowInit() throws InterruptedException {
        Thread.sleep(Long.parseLong(System.getenv().getOrDefault("INIT_MS", "0")));
    }

    @Override
    public String handleRequest(Object event, Context context) {
        return "ready";
    }
}
