package dev.hearth.runtime.invocation;

import dev.hearth.runtime.connection.WorkConnection;
import dev.hearth.runtime.handler.Failure;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Optional;

/**
 * Result that is sent once it is whole; beyond Lambda's limit bytes are counted, not kept. A stream handler may use it as the
 * {@link ByteArrayOutputStream} that AWS's client gives it.
 */
final class BufferedResult extends ByteArrayOutputStream implements Result {
    /** 6 MiB and 100 bytes. */
    static final int LIMIT = 6_291_556;

    private static final int FIRST_SIZE = 1024;

    private final WorkConnection work;
    private final String requestId;
    private boolean tooLarge;

    BufferedResult(WorkConnection work, String requestId) {
        super(FIRST_SIZE);
        this.work = work;
        this.requestId = requestId;
    }

    @Override
    public OutputStream output() {
        return this;
    }

    @Override
    public synchronized void write(int b) {
        if (hasRoom(1)) {
            super.write(b);
        }
    }

    @Override
    public synchronized void write(byte[] more, int offset, int length) {
        if (hasRoom(length)) {
            super.write(more, offset, length);
        }
    }

    private boolean hasRoom(int more) {
        tooLarge |= count + (long) more > LIMIT;
        return !tooLarge;
    }

    @Override
    public synchronized void reset() {
        tooLarge = false;
        super.reset();
    }

    @Override
    public Optional<Failure> refusal() {
        return tooLarge ? Optional.of(Failure.responseTooLarge(LIMIT)) : Optional.empty();
    }

    @Override
    public void succeed(Optional<String> logTail) throws IOException {
        work.respond(requestId, buf, count, logTail);
    }

    @Override
    public void fail(Failure failure, Optional<String> logTail) throws IOException {
        work.fail(requestId, failure.errorType(), failure.body(), logTail, failure.fatal());
    }
}
