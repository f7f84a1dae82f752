package dev.hearth.runtime.handler;

import com.amazonaws.services.lambda.runtime.Context;
import java.io.InputStream;
import java.io.OutputStream;

/** A loaded handler of a function, ready to be called with one event after the other. */
@FunctionalInterface
public interface Handler {
    /**
     * Answers one event. Whatever it throws goes to {@link Failure#of}; {@code result} is then incomplete and worthless.
     *
     * @param event the payload, at most 6 MB of JSON; user code may close it
     * @param result takes the answer; user code may close it and write again, as AWS's own buffer allows
     */
    void handle(InputStream event, OutputStream result, Context context) throws Throwable;
}
