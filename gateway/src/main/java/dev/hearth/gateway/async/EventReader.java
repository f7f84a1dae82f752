package dev.hearth.gateway.async;

import dev.hearth.gateway.catalog.EventPolicy;
import dev.hearth.gateway.catalog.FunctionId;
import dev.hearth.gateway.queue.AcceptedEvent;
import dev.hearth.gateway.queue.EventQueue;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads events that are to be tried. What cannot be read waits: by itself if others can be read, and with all others, each function
 * looking once a second, if none can.
 */
final class EventReader {
    private static final Logger LOG = LoggerFactory.getLogger(EventReader.class);
    private static final Duration PAUSE = Duration.ofSeconds(1);
    /** So often one that is not there is looked for: for half an hour and more. */
    private static final int MOST_LOOKS = 15;

    private final EventQueue queue;
    private final EventLines lines;
    private final AsyncMetrics metrics;
    private final Clocks clocks;
    /** Whether the queue could not be read when it was asked last. */
    private volatile boolean isBlind;

    private volatile long lastSeen;
    private final AtomicLong nextTold;

    /** @param lines where what cannot be read waits */
    EventReader(EventQueue queue, EventLines lines, AsyncMetrics metrics, Clocks clocks) {
        this.queue = queue;
        this.lines = lines;
        this.metrics = metrics;
        this.clocks = clocks;
        this.lastSeen = clocks.nanos() - PAUSE.toNanos();
        this.nextTold = new AtomicLong(clocks.nanos());
    }

    /** Whether an event of this line may be read now. */
    boolean mayRead(EventLine line, long now) {
        return !isBlind || line.mayLook(now);
    }

    /** Blocks. Empty: it cannot be read, and is in its line again or given up. */
    Optional<AcceptedEvent> read(FunctionId key, Pending pending) {
        try {
            AcceptedEvent event = queue.read(pending.place);
            sees();
            return Optional.of(event);
        } catch (EventQueue.Unreadable e) {
            sees();
            isUnreadable(key, pending, e);
        } catch (IOException | RuntimeException e) {
            cannotSee(key, pending, e);
        }
        return Optional.empty();
    }

    /** It alone: it may come back, as when a server is not up to date yet; and is given up when it has been away for long enough. */
    private void isUnreadable(FunctionId key, Pending pending, Exception e) {
        pending.refusals++;
        boolean isOver = pending.refusals > MOST_LOOKS
                && pending.age(clocks.nanos()).compareTo(EventPolicy.DEFAULT.maximumEventAge()) >= 0;
        tell(
                isOver ? "an accepted event cannot be read and is given up" : "an accepted event cannot be read now",
                key,
                e);
        if (isOver) {
            metrics.dropped(key, "Unreadable");
            queue.remove(pending.place).exceptionally(Outcomes::unkept);
            pending.giveBack();
        } else {
            lines.addLater(key, pending, clocks.nanos(), RetrySchedule.afterRefusal(pending.refusals));
        }
    }

    /** None, unless another was read just now. */
    private void cannotSee(FunctionId key, Pending pending, Exception e) {
        boolean isAlone = clocks.nanos() - lastSeen < PAUSE.toNanos();
        if (isAlone) {
            pending.refusals++;
            tell("an accepted event cannot be read now", key, e);
            lines.addLater(key, pending, clocks.nanos(), RetrySchedule.afterRefusal(pending.refusals));
        } else {
            lines.addLater(key, pending, clocks.nanos(), PAUSE);
            if (!isBlind) {
                isBlind = true;
                tell("accepted events cannot be read; they wait, and it is tried each second", key, e);
            }
        }
    }

    /** Not for each of thousands. */
    private void tell(String what, FunctionId key, Exception why) {
        long now = clocks.nanos();
        long next = nextTold.get();
        if (next - now <= 0 && nextTold.compareAndSet(next, now + PAUSE.toNanos())) {
            LOG.atWarn()
                    .setMessage(what)
                    .addKeyValue("function", key.name())
                    .addKeyValue("why", why)
                    .log();
        }
    }

    private void sees() {
        lastSeen = clocks.nanos();
        if (isBlind) {
            isBlind = false;
            LOG.atInfo().setMessage("accepted events can be read again").log();
        }
    }
}
