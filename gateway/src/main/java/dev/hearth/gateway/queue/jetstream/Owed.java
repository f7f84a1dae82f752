package dev.hearth.gateway.queue.jetstream;

import io.nats.client.JetStreamApiException;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Events that the stream is to forget, which it could not be told yet: it is told until it does. */
final class Owed implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Owed.class);
    private static final Duration PAUSE = Duration.ofSeconds(1);

    private final Link link;
    private final BlockingQueue<Stored> stored = new LinkedBlockingQueue<>();
    private final Thread thread = Thread.ofVirtual().name("owed-events").unstarted(this::run);

    Owed(Link link) {
        this.link = link;
    }

    void start() {
        thread.start();
    }

    /** What there is of it, if there is anything, is deleted. */
    void forget(Stored event) {
        stored.add(event);
    }

    private void run() {
        try {
            while (true) {
                settle(stored.take());
            }
        } catch (InterruptedException e) {
            // the queue is closed: what is left is an event again for the next process
        }
    }

    private void settle(Stored event) throws InterruptedException {
        while (true) {
            try {
                link.purge(event.subject);
                return;
            } catch (IOException | JetStreamApiException | IllegalStateException e) {
                LOG.atDebug().setMessage("not deleted yet").setCause(e).log();
                Thread.sleep(PAUSE);
            }
        }
    }

    @Override
    public void close() {
        thread.interrupt();
    }
}
