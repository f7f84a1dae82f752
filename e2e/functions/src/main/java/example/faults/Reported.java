package example.faults;

import com.amazonaws.services.lambda.runtime.Context;
import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/** Tells somebody outside that it runs, and does so once that is heard. */
public final class Reported {
    /** Sends the event's id and its request id to {@code REPORTS}; throws if the event says {@code fail}. */
    public String run(Map<String, Object> event, Context context) throws IOException {
        String[] reports = System.getenv("REPORTS").split(":");
        try (Socket told = new Socket(reports[0], Integer.parseInt(reports[1]))) {
            String line = event.get("id") + " " + context.getAwsRequestId() + "\n";
            told.getOutputStream().write(line.getBytes(StandardCharsets.US_ASCII));
            told.getInputStream().read(); // it is written down by now
        }
        if (Boolean.TRUE.equals(event.get("fail"))) {
            throw new IllegalStateException("as the event says");
        }
        return "done";
    }
}
