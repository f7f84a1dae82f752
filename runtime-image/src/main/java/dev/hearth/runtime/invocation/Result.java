package dev.hearth.runtime.invocation;

import dev.hearth.runtime.handler.Failure;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Optional;

/** Where a handler's result goes: kept until the handler returns, or sent as it is written. */
sealed interface Result permits BufferedResult, StreamedResult {
    /** What the handler writes to. */
    OutputStream output();

    /** Why a handler that returned has failed all the same. */
    Optional<Failure> refusal();

    /** The handler returned. */
    void succeed(Optional<String> logTail) throws IOException;

    /** The handler failed. */
    void fail(Failure failure, Optional<String> logTail) throws IOException;
}
