package dev.hearth.runtime.invocation;

import dev.hearth.runtime.connection.WorkConnection;
import dev.hearth.runtime.handler.Failure;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Arrays;
import java.util.Optional;

/** A result that is sent once it is whole; beyond Lambda's limit bytes are counted, not kept. */
final class BufferedResult extends OutputStream implements Result {
    /** 6 MiB and 100 bytes. */
    static final int LIMIT = 6_291_556;

    private static final int FIRST_SIZE = 1024;

    private final WorkConnection work;
    private final String requestId;
    private byte[] bytes = new byte[FIRST_SIZE];
    private int length;
    private boolean tooLarge;

    BufferedResult(WorkConnection work, String requestId) {
        this.work = work;
        this.requestId = requestId;
    }

    @Override
    public OutputStream output() {
        return this;
    }

    @Override
    public void write(int b) {
        if (hasRoom(1)) {
            bytes[length++] = (byte) b;
        }
    }

    @Override
    public void write(byte[] more, int offset, int count) {
        if (hasRoom(count)) {
            System.arraycopy(more, offset, bytes, length, count);
            length += count;
        }
    }

    /** Makes room unless the result is too large. */
    private boolean hasRoom(int count) {
        tooLarge |= length + (long) count > LIMIT;
        if (!tooLarge && length + count > bytes.length) {
            bytes = Arrays.copyOf(bytes, Math.max(length + count, Math.min(LIMIT, 2 * bytes.length)));
        }
        return !tooLarge;
    }

    @Override
    public Optional<Failure> refusal() {
        return tooLarge ? Optional.of(Failure.responseTooLarge(LIMIT)) : Optional.empty();
    }

    @Override
    public void succeed(Optional<String> logTail) throws IOException {
        work.respond(requestId, bytes, length, logTail);
    }

    @Override
    public void fail(Failure failure, Optional<String> logTail) throws IOException {
        work.fail(requestId, failure.errorType(), failure.body(), logTail, failure.fatal());
    }
}
