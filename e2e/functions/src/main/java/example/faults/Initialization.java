package example.faults;

import java.util.Map;

/** Tells how its environment was initialised; the init can be slow, or fail. */
public final class Initialization {
    public Initialization() throws InterruptedException {
        Map<String, String> variables = System.getenv();
        Thread.sleep(Long.parseLong(variables.getOrDefault("INIT_MS", "0")));
        if (variables.containsKey("INIT_FAILS")) {
            throw new IllegalStateException("cannot be initialised");
        }
    }

    /** Lambda's word for why, after the given milliseconds. */
    public String type(Map<String, Integer> event) throws InterruptedException {
        Thread.sleep(event.getOrDefault("ms", 0));
        return System.getenv("AWS_LAMBDA_INITIALIZATION_TYPE");
    }
}
