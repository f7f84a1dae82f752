package io.nats.client.impl;

import com.sun.management.ThreadMXBean;
import dev.hearth.fuzz.Finding;
import dev.hearth.fuzz.Target;
import dev.hearth.gateway.destinations.FrameLimit;
import io.nats.client.JetStreamApiException;
import io.nats.client.Options;
import io.nats.client.api.PublishAck;
import io.nats.client.api.ServerInfo;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.AbstractExecutorService;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/**
 * Bytes of somebody's server of NATS, read by the client through {@link FrameLimit}: neither its lines nor its messages make the client
 * take more memory than the largest message has, or a stack without end. Lies in the client's package, whose reader is not public.
 */
public final class NatsFramesTarget implements Target {
    private static final long ROOM = 8L << 20;
    private static final long PER_BYTE = 256;
    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    private final Client client = new Client();

    /** What takes too much is read again, since the first time may have loaded classes. */
    @Override
    public void check(byte[] input) {
        long most = ROOM + PER_BYTE * input.length;
        long allocated = read(input) <= most ? 0 : read(input);
        Finding.unless(allocated <= most, "takes " + allocated + " bytes for " + input.length + " of a server");
    }

    private long read(byte[] input) {
        FrameLimit limited = new FrameLimit();
        limited.in = new ByteArrayInputStream(input);
        long before = THREADS.getCurrentThreadAllocatedBytes();
        client.read(limited).ifPresent(error -> {
            throw new Finding("reading does not only fail", error);
        });
        return THREADS.getCurrentThreadAllocatedBytes() - before;
    }

    /** A client that is connected to nothing and reads on the thread that asks. */
    private static final class Client extends NatsConnection {
        private final SameThread reading;

        Client() {
            this(new SameThread());
        }

        private Client(SameThread reading) {
            super(new Options.Builder()
                    .server("nats://127.0.0.1:1")
                    .readerExecutor(reading)
                    .build());
            this.reading = reading;
        }

        Optional<Error> read(DataPort port) {
            reading.failure = Optional.empty();
            new NatsConnectionReader(this).start(CompletableFuture.completedFuture(port));
            return reading.failure;
        }

        @Override
        protected void handleCommunicationIssue(Exception issue) {}

        /** As the answer to what was published. */
        @Override
        protected void deliverMessage(NatsMessage message) {
            try {
                new PublishAck(message);
            } catch (IOException | JetStreamApiException | RuntimeException e) {
                return; // what is no answer may fail as it likes
            }
        }

        @Override
        protected void handleInfo(String json) {
            try {
                new ServerInfo(json);
            } catch (RuntimeException e) {
                return; // as above
            }
        }

        @Override
        public void close() {}

        @Override
        protected void sendPong() {}

        @Override
        protected void handlePong() {}

        @Override
        protected void processOK() {}

        @Override
        protected void processError(String error) {}
    }

    /** Runs a task at once and keeps the error that it ends with. */
    private static final class SameThread extends AbstractExecutorService {
        private Optional<Error> failure = Optional.empty();

        @Override
        public <T> Future<T> submit(Runnable task, T result) {
            try {
                task.run();
            } catch (Error e) {
                failure = Optional.of(e);
            } catch (RuntimeException e) {
                return CompletableFuture.failedFuture(e);
            }
            return CompletableFuture.completedFuture(result);
        }

        @Override
        public void execute(Runnable task) {
            task.run();
        }

        @Override
        public void shutdown() {}

        @Override
        public List<Runnable> shutdownNow() {
            return List.of();
        }

        @Override
        public boolean isShutdown() {
            return false;
        }

        @Override
        public boolean isTerminated() {
            return false;
        }

        @Override
        public boolean awaitTermination(long timeout, TimeUnit unit) {
            return true;
        }
    }
}
