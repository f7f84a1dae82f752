package dev.hearth.runtime.handler;

import com.amazonaws.services.lambda.runtime.Context;
import java.io.InputStream;
import java.io.OutputStream;

/** A handler that could not be prepared and says so at every invocation. */
final class FaultyHandler implements Handler {
    private final HandlerFault fault;

    FaultyHandler(HandlerFault fault) {
        this.fault = fault;
    }

    @Override
    public void handle(InputStream event, OutputStream result, Context context) {
        throw fault;
    }
}
