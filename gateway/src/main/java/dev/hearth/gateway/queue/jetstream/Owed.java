package dev.hearth.gateway.queue.jetstream;

import io.nats.client.api.PublishAck;
import io.nats.client.impl.Headers;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.DelayQueue;
import java.util.concurrent.Delayed;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Events that their stream is to forget, which it could not be told yet: it is told until it does.
 *
 * <p>A message of which nobody knows whether it has arrived may still be on its way. So another takes its place first, which says that
 * there is nothing: one that comes after it is refused. It is deleted when nothing can be on its way any more.
 */
final class Owed implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Owed.class);
    /** Header of a message that says that there is nothing. */
    static final String FORGOTTEN = "Hearth-Forgotten";

    private static final Duration PAUSE = Duration.ofSeconds(1);
    /** Beyond it nothing more is accepted. */
    private static final int MOST = 20_000;

    private static final Duration UNTIL_NOTHING_COMES = Duration.ofMinutes(2);
    private static final byte[] NOTHING = {};

    private final Link link;
    private final Fence fence;
    private final BlockingQueue<Debt> debts = new DelayQueue<>();
    /** Those of them of which the stream does not know. */
    private final AtomicInteger uncovered = new AtomicInteger();

    private final Thread thread = Thread.ofVirtual().name("owed-events").unstarted(this::run);

    private enum Stand {
        /** A message of it may be there, or on its way. */
        UNKNOWN,
        /** Its message is there. */
        THERE,
        /** A message stands in its place that says that there is nothing. */
        COVERED
    }

    /** An event that is to be forgotten, and when something is to be done for that. */
    private record Debt(Stored event, Stand stand, long dueNanos) implements Delayed {
        Debt(Stored event, Stand stand, Duration wait) {
            this(event, stand, System.nanoTime() + wait.toNanos());
        }

        @Override
        public long getDelay(TimeUnit unit) {
            return unit.convert(dueNanos - System.nanoTime(), TimeUnit.NANOSECONDS);
        }

        @Override
        public int compareTo(Delayed other) {
            return Long.compare(getDelay(TimeUnit.NANOSECONDS), other.getDelay(TimeUnit.NANOSECONDS));
        }
    }

    Owed(Link link, Fence fence) {
        this.link = link;
        this.fence = fence;
    }

    void start() {
        thread.start();
    }

    /** It may be there or on its way: neither shall be. */
    void forget(Stored event) {
        owe(new Debt(event, Stand.UNKNOWN, Duration.ZERO));
    }

    /** It is there for sure, and is to be there no more. */
    void delete(Stored event) {
        owe(new Debt(event, Stand.THERE, Duration.ZERO));
    }

    private void run() {
        try {
            while (true) {
                Debt debt = debts.take();
                uncovered.addAndGet(debt.stand == Stand.COVERED ? 0 : -1);
                perform(debt);
            }
        } catch (InterruptedException e) {
            LOG.atDebug()
                    .setMessage("what is owed is an event again for the next process")
                    .log();
        }
    }

    boolean isFull() {
        return uncovered.get() >= MOST;
    }

    private void owe(Debt debt) {
        uncovered.addAndGet(debt.stand == Stand.COVERED ? 0 : 1);
        debts.add(debt);
    }

    private CompletableFuture<PublishAck> cover(Stored event) {
        return link.publish(event.subject, new Headers().put(FORGOTTEN, "1"), NOTHING)
                .toCompletableFuture();
    }

    private void perform(Debt debt) {
        try {
            fence.await(); // else another's event might be covered or purged
            if (debt.stand != Stand.UNKNOWN) {
                link.purge(debt.event);
            } else {
                cover(debt.event).join();
                owe(new Debt(debt.event, Stand.COVERED, UNTIL_NOTHING_COMES));
            }
        } catch (IOException | CompletionException | IllegalStateException e) {
            LOG.atDebug().setMessage("not forgotten yet").setCause(e).log();
            owe(new Debt(debt.event, debt.stand, PAUSE));
        }
    }

    /** What is covered already the next process finishes; the rest is covered now, as far as the stream can be told. */
    @Override
    public void close() {
        end();
        CompletableFuture.allOf(debts.stream()
                        .filter(debt -> debt.stand != Stand.COVERED)
                        .map(debt -> cover(debt.event))
                        .toArray(CompletableFuture[]::new))
                .completeOnTimeout(null, Wire.PATIENCE.toMillis(), TimeUnit.MILLISECONDS)
                .exceptionally(_ -> null)
                .join();
    }

    /** What it does at this moment it finishes. */
    private void end() {
        if (thread.getState() == Thread.State.NEW) {
            return;
        }
        thread.interrupt();
        try {
            thread.join(Wire.PATIENCE);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
