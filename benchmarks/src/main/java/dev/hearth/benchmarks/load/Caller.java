package dev.hearth.benchmarks.load;

import java.io.IOException;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;

/** One connection of a load with at most one request in flight. */
final class Caller {
    private final Target target;
    private final ByteBuffer request;
    private final ResponseReader response = new ResponseReader();
    private final SocketChannel channel;
    private long sentAt;
    private long resumeAt;
    private boolean waiting;

    /** Connects; the request is shared by all callers of a load and never changed. */
    Caller(Target target, byte[] request, Selector selector) throws IOException {
        this.target = target;
        this.request = ByteBuffer.wrap(request);
        this.channel = SocketChannel.open(target.address());
        channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
        channel.configureBlocking(false);
        channel.register(selector, SelectionKey.OP_READ, this);
    }

    void send() throws IOException {
        request.rewind();
        response.reset();
        waiting = true;
        sentAt = System.nanoTime();
        while (request.hasRemaining()) {
            channel.write(request);
        }
    }

    /** Reads what is there and says whether the answer is complete. */
    boolean receive(ByteBuffer scratch) throws IOException {
        scratch.clear();
        if (channel.read(scratch) < 0) {
            throw new IOException("closed by port " + target.port());
        }
        boolean complete = response.accept(scratch.flip());
        waiting = waiting && !complete;
        return complete;
    }

    ResponseReader response() {
        return response;
    }

    boolean mustReconnect() {
        return response.header("Connection").filter("close"::equalsIgnoreCase).isPresent();
    }

    long sentAt() {
        return sentAt;
    }

    boolean waiting() {
        return waiting;
    }

    void pauseUntil(long nanoTime) {
        resumeAt = nanoTime;
    }

    long resumeAt() {
        return resumeAt;
    }

    void close() {
        try {
            channel.close();
        } catch (IOException e) {
            // The connection is given up either way, and the load has counted why.
        }
    }
}
