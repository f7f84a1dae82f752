package dev.hearth.benchmarks.functions;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Duration;

/** Waits 50 ms, as a handler does that calls a database, then echoes its event. */
public final class SleepHandler implements RequestStreamHandler {
    private static final Duration WAIT = Duration.ofMillis(50);

    @Override
    public void handleRequest(InputStream event, OutputStream result, Context context) throws IOException {
        try {
            Thread.sleep(WAIT);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while waiting", e);
        }
        event.transferTo(result);
    }
}
