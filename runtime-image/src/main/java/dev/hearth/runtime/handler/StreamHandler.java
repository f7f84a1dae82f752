package dev.hearth.runtime.handler;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;

/** A user's {@link RequestStreamHandler}: bytes in, bytes out, nothing converted. */
final class StreamHandler implements Handler {
    private final RequestStreamHandler handler;

    StreamHandler(RequestStreamHandler handler) {
        this.handler = handler;
    }

    @Override
    public void handle(InputStream event, OutputStream result, Context context) throws IOException {
        handler.handleRequest(event, result, context);
    }
}
