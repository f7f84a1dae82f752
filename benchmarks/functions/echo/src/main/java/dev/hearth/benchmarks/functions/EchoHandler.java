package dev.hearth.benchmarks.functions;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;

/** Copies the event to the result, so that what is measured is the platform and not a JSON library. */
public final class EchoHandler implements RequestStreamHandler {
    @Override
    public void handleRequest(InputStream event, OutputStream result, Context context) throws IOException {
        event.transferTo(result);
    }
}
