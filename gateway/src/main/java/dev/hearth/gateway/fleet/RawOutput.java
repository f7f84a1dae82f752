package dev.hearth.gateway.fleet;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Arrays;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;

/**
 * Output of an environment that does not come through its runtime: what the JVM itself says, native code, and processes that
 * the function starts. Printed behind the function's name; its last 4 KB are kept for the tail of an invocation's log, at
 * whose end the runtime puts a mark into it.
 *
 * <p>Memory is bounded whatever is written, and who writes faster than this prints has to wait. Thread-safe.
 */
final class RawOutput implements Printed {
    private static final int PIECE = 8 * 1024;
    private static final int TAIL = 4096;
    private static final int STACK_BYTES = 128 * 1024;
    /** A function may have taken the mark's way from its runtime. */
    private static final long MARK_MILLIS = 1_000;

    private final byte[] tail = new byte[TAIL];
    private int kept;
    private CompletableFuture<Void> marked = new CompletableFuture<>();

    private RawOutput() {}

    /** Begins to print, on a thread of its own: a read of a pipe holds a thread, virtual or not. */
    static RawOutput relay(InputStream from, String prefix, OutputStream to) {
        RawOutput output = new RawOutput();
        LinePrinter lines = new LinePrinter(prefix, to);
        Thread.ofPlatform()
                .name("hearth-output")
                .daemon()
                .stackSize(STACK_BYTES)
                .start(() -> output.run(from, lines));
        return output;
    }

    private void run(InputStream from, LinePrinter lines) {
        byte[] piece = new byte[PIECE];
        MarkFinder marks = new MarkFinder(PIECE);
        try {
            for (int length = from.read(piece); length >= 0; length = from.read(piece)) {
                marks.take(piece, length);
                add(marks, lines);
            }
        } catch (IOException closed) {
            // its process was ended
        } finally {
            marks.end();
            add(marks, lines);
            lines.end();
            mark();
        }
    }

    private void add(MarkFinder marks, LinePrinter lines) {
        keep(marks.plain(), marks.length());
        if (marks.hasFound()) {
            mark();
        }
        lines.print(marks.plain(), marks.length());
    }

    private synchronized void keep(byte[] piece, int length) {
        int added = Math.min(length, TAIL);
        int before = Math.min(kept, TAIL - added);
        System.arraycopy(tail, kept - before, tail, 0, before);
        System.arraycopy(piece, length - added, tail, before, added);
        kept = before + added;
    }

    private void mark() {
        CompletableFuture<Void> invocation;
        synchronized (this) {
            invocation = marked;
        }
        invocation.complete(null);
    }

    @Override
    public synchronized void forget() {
        kept = 0;
        marked = new CompletableFuture<>();
    }

    @Override
    public synchronized byte[] soFar() {
        return Arrays.copyOf(tail, kept);
    }

    @Override
    public CompletionStage<byte[]> whole() {
        CompletableFuture<Void> invocation;
        synchronized (this) {
            invocation = marked.copy();
        }
        return invocation
                .completeOnTimeout(null, MARK_MILLIS, TimeUnit.MILLISECONDS)
                .thenApply(_ -> soFar());
    }
}
