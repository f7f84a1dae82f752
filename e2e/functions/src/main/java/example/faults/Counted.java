package example.faults;

import com.amazonaws.services.lambda.runtime.Context;
import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/** Is counted from outside while it runs: it holds a connection to whoever counts. */
public final class Counted {
    /** Runs for the given milliseconds; answers the version. */
    public String run(Map<String, Integer> event, Context context) throws IOException, InterruptedException {
        Map<String, String> variables = System.getenv();
        String[] counter = variables.getOrDefault("COUNTER", "127.0.0.1:0").split(":");
        try (Socket held = new Socket(counter[0], Integer.parseInt(counter[1]))) {
            held.getOutputStream().write((context.getFunctionName() + "\n").getBytes(StandardCharsets.US_ASCII));
            held.getInputStream().read(); // it is counted by now
            Thread.sleep(event.getOrDefault("ms", 0));
        }
        return context.getFunctionVersion();
    }
}
