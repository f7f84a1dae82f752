package dev.hearth.runtime.invocation;

import dev.hearth.protocol.EnvironmentHeaders;
import dev.hearth.runtime.connection.ChunkedBody;
import dev.hearth.runtime.connection.WorkConnection;
import dev.hearth.runtime.handler.Failure;
import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A result that is sent as it is written. Single bytes are gathered, arrays go out at once. Once it has ended it takes
 * nothing more: a thread that writes late would write into the results after it.
 */
final class StreamedResult extends OutputStream implements Result {
    /** Lambda's limit of a streamed response. */
    private static final long LIMIT = 200L * 1024 * 1024;

    private static final int GATHERED = 8 * 1024;

    private final WorkConnection work;
    private final String requestId;
    private final byte[] gathered = new byte[GATHERED];
    private int count;
    private long sent;
    private boolean tooLarge;
    private boolean ended;
    private @Nullable ChunkedBody body;

    StreamedResult(WorkConnection work, String requestId) {
        this.work = work;
        this.requestId = requestId;
    }

    @Override
    public OutputStream output() {
        return this;
    }

    @Override
    public synchronized void write(int b) throws IOException {
        if (count == GATHERED) {
            flush();
        }
        gathered[count++] = (byte) b;
    }

    @Override
    public synchronized void write(byte[] more, int offset, int length) throws IOException {
        Objects.checkFromIndexSize(offset, length, more.length);
        flush();
        send(more, offset, length);
    }

    @Override
    public synchronized void flush() throws IOException {
        int waiting = count;
        count = 0;
        send(gathered, 0, waiting);
    }

    private void send(byte[] bytes, int offset, int length) throws IOException {
        if (ended) {
            throw new IOException("invocation " + requestId + " has ended; nothing can be added to its result");
        }
        sent += length;
        tooLarge |= sent > LIMIT;
        if (length > 0 && !tooLarge) {
            body().chunk(bytes, offset, length);
        }
    }

    private ChunkedBody body() throws IOException {
        ChunkedBody begun = body;
        if (begun == null) {
            begun = work.stream(requestId);
            body = begun;
        }
        return begun;
    }

    @Override
    public synchronized Optional<Failure> refusal() {
        return tooLarge ? Optional.of(Failure.responseTooLarge(LIMIT)) : Optional.empty();
    }

    @Override
    public synchronized void succeed(Optional<String> logTail) throws IOException {
        flush();
        end(logTail, List.of());
    }

    @Override
    public synchronized void fail(Failure failure, Optional<String> logTail) throws IOException {
        if (body == null && count == 0) {
            work.fail(requestId, failure.errorType(), failure.body(), logTail, failure.fatal());
        } else {
            flush();
            end(logTail, WorkConnection.brokenBy(failure.errorType(), failure.body(), failure.fatal()));
        }
        ended = true;
    }

    private void end(Optional<String> logTail, List<String> error) throws IOException {
        List<String> trailers = new ArrayList<>(error);
        logTail.ifPresent(tail -> trailers.addAll(List.of(EnvironmentHeaders.LOG_TAIL, tail)));
        body().end(trailers);
        ended = true;
    }
}
