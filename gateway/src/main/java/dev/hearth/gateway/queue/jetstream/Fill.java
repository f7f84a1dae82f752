package dev.hearth.gateway.queue.jetstream;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** How full a stream is: looked at each second, and counted in between. */
final class Fill implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Fill.class);
    private static final Duration PAUSE = Duration.ofSeconds(1);

    private final Measure measure;
    /** What it held when it was looked at last, and what was added since. */
    private volatile long bytes;

    private final AtomicLong added = new AtomicLong();
    private final Thread watch = Thread.ofVirtual().name("event-stream").unstarted(this::watch);

    /** Bytes of the stream, as its server tells. */
    @FunctionalInterface
    interface Measure {
        long bytes() throws IOException;
    }

    /** Looks once; fails if that is not possible now. */
    Fill(Measure measure) throws IOException {
        this.measure = measure;
        look();
    }

    void start() {
        watch.start();
    }

    /** About what it holds. */
    long bytes() {
        return bytes + added.get();
    }

    void add(long length) {
        added.addAndGet(length);
    }

    private void look() throws IOException {
        long before = added.get();
        bytes = measure.bytes();
        added.addAndGet(-before);
    }

    private void watch() {
        try {
            while (true) {
                Thread.sleep(PAUSE);
                lookIfPossible();
            }
        } catch (InterruptedException e) {
            LOG.atDebug().setMessage("nobody looks at the stream any more").log();
        }
    }

    private void lookIfPossible() {
        try {
            look();
        } catch (IOException e) {
            LOG.atDebug().setMessage("the stream tells nothing now").setCause(e).log();
        }
    }

    @Override
    public void close() {
        watch.interrupt();
    }
}
