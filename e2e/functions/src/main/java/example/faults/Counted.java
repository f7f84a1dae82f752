package example.faults;

import com.amazonaws.services.lambda.runtime.Context;
import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;

/** Is counted from outside while it runs: it holds a connection to whoever counts, and says all the time when it lived. */
public final class Counted {
    private static final int BEAT_MILLIS = 10;

    /** Runs for the given milliseconds; answers the version. */
    public String run(Map<String, Integer> event, Context context) throws IOException, InterruptedException {
        String[] counter =
                System.getenv().getOrDefault("COUNTER", "127.0.0.1:0").split(":");
        try (Socket held = new Socket(counter[0], Integer.parseInt(counter[1]))) {
            held.setTcpNoDelay(true);
            OutputStream out = held.getOutputStream();
            out.write(ascii(
                    context.getFunctionName() + " " + context.getAwsRequestId() + " " + context.getLogStreamName()));
            beat(out);
            held.getInputStream().read(); // it is counted by now
            for (int left = event.getOrDefault("ms", 0); left > 0; left -= BEAT_MILLIS) {
                Thread.sleep(Math.min(left, BEAT_MILLIS));
                beat(out);
            }
        }
        return context.getFunctionVersion();
    }

    private static void beat(OutputStream out) throws IOException {
        out.write(ascii(Long.toString(ChronoUnit.MICROS.between(Instant.EPOCH, Instant.now()))));
    }

    private static byte[] ascii(String line) {
        return (line + "\n").getBytes(StandardCharsets.US_ASCII);
    }
}
