package dev.hearth.gateway.queue;

import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Count of the records that this release cannot decode, as of a later one that was rolled back. They stay where they are, untouched
 * and unread, and are events again for the release that knows them.
 */
public final class SetAside {
    private static final Logger LOG = LoggerFactory.getLogger(SetAside.class);

    private final AtomicInteger count = new AtomicInteger();
    private volatile Optional<First> first = Optional.empty();

    private record First(String place, String why) {}

    /** @param place where somebody finds it */
    public void add(String place, String why) {
        if (count.getAndIncrement() == 0) {
            first = Optional.of(new First(place, why));
        }
    }

    public int count() {
        return count.get();
    }

    /** Logs all that was found, in one line. */
    public void tell() {
        first.ifPresent(one -> LOG.atWarn()
                .setMessage("records of accepted events set aside; they stay in the queue and are not delivered")
                .addKeyValue("records", count.get())
                .addKeyValue("first", one.place())
                .addKeyValue("why", one.why())
                .log());
    }
}
