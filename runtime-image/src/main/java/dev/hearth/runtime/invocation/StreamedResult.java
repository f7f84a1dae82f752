package dev.hearth.runtime.invocation;

import dev.hearth.protocol.EnvironmentHeaders;
import dev.hearth.runtime.connection.ChunkedBody;
import dev.hearth.runtime.connection.WorkConnection;
import dev.hearth.runtime.handler.Failure;
import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A result that is sent as it is written. Single bytes are gathered, arrays go out at once. */
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
    public void write(int b) throws IOException {
        if (count == GATHERED) {
            flush();
        }
        gathered[count++] = (byte) b;
    }

    @Override
    public void write(byte[] more, int offset, int length) throws IOException {
        flush();
        send(more, offset, length);
    }

    @Override
    public void flush() throws IOException {
        int waiting = count;
        count = 0;
        send(gathered, 0, waiting);
    }

    private void send(byte[] bytes, int offset, int length) throws IOException {
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
    public Optional<Failure> refusal() {
        return tooLarge ? Optional.of(Failure.responseTooLarge(LIMIT)) : Optional.empty();
    }

    @Override
    public void succeed(Optional<String> logTail) throws IOException {
        flush();
        body().end(trailers(logTail, new String[0]));
    }

    @Override
    public void fail(Failure failure, Optional<String> logTail) throws IOException {
        if (body == null && count == 0) {
            work.fail(requestId, failure.errorType(), failure.body(), logTail, failure.fatal());
        } else {
            flush();
            body().end(trailers(logTail, WorkConnection.brokenBy(failure.errorType(), failure.body())));
        }
    }

    private static String[] trailers(Optional<String> logTail, String[] error) {
        List<String> all = new ArrayList<>(List.of(error));
        logTail.ifPresent(tail -> all.addAll(List.of(EnvironmentHeaders.LOG_TAIL, tail)));
        return all.toArray(String[]::new);
    }
}
