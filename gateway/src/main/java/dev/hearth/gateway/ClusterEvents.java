package dev.hearth.gateway;

import dev.hearth.gateway.catalog.FunctionKey;
import dev.hearth.gateway.queue.AcceptedEvent;
import dev.hearth.gateway.queue.AccountQueue;
import dev.hearth.gateway.queue.FailedEvent;
import dev.hearth.gateway.queue.jetstream.JetStreamQueue;
import dev.hearth.gateway.queue.jetstream.JetStreamSettings;
import java.io.IOException;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asynchronous invocations of a cluster, in streams of NATS JetStream. The gateway serves without them: until they are reached
 * nothing is accepted, and why is said.
 */
final class ClusterEvents implements AsyncEvents {
    private static final Logger LOG = LoggerFactory.getLogger(ClusterEvents.class);
    private static final Duration PAUSE = Duration.ofSeconds(2);

    private final JetStreamSettings settings;
    private final DeliveredEvents.Delivery delivery;
    private final Thread opener = Thread.ofVirtual().name("open-events").unstarted(this::open);
    private volatile AsyncEvents events =
            new RefusedEvents("the streams of events have not been reached yet; try again");
    private volatile boolean stopping;

    private ClusterEvents(JetStreamSettings settings, DeliveredEvents.Delivery delivery) {
        this.settings = settings;
        this.delivery = delivery;
    }

    /** Begins to reach for the streams. */
    static ClusterEvents begin(JetStreamSettings settings, DeliveredEvents.Delivery delivery) {
        ClusterEvents events = new ClusterEvents(settings, delivery);
        events.opener.start();
        return events;
    }

    private void open() {
        String told = "";
        while (!stopping) {
            try {
                serve(JetStreamQueue.open(settings));
                told = "";
            } catch (IOException | RuntimeException e) {
                told = tell(String.valueOf(e.getMessage()), told);
            }
            pause();
        }
    }

    /** Until this gateway stops, or another has taken the events while it was cut off. */
    private void serve(JetStreamQueue queue) throws IOException {
        AsyncEvents opened = DeliveredEvents.of(new AccountQueue(queue, settings.maxBytes()), delivery);
        events = opened;
        if (stopping) {
            opened.stop();
            return;
        }
        LOG.atInfo().setMessage("events are accepted").log();
        while (!stopping && !queue.isSuperseded()) {
            pause();
        }
        if (!stopping) {
            events = new RefusedEvents("another gateway has these events");
            LOG.atWarn()
                    .setMessage("another gateway has taken the events while this one was cut off")
                    .log();
            opened.stop();
            opened.close();
        }
    }

    private String tell(String why, String told) {
        if (!why.equals(told)) {
            events = new RefusedEvents("the streams of events cannot be used now; the log of the gateway says why");
            LOG.atWarn()
                    .setMessage("asynchronous invocations are refused until the streams of events can be used")
                    .addKeyValue("server", settings.server())
                    .addKeyValue("why", why)
                    .log();
        }
        return why;
    }

    private void pause() {
        try {
            Thread.sleep(PAUSE);
        } catch (InterruptedException e) {
            stopping = true;
        }
    }

    @Override
    public CompletionStage<Void> accept(AcceptedEvent event) {
        return events.accept(event);
    }

    @Override
    public List<FailedEvent> list(FunctionKey function, Optional<String> after, int most) throws IOException {
        return events.list(function, after, most);
    }

    @Override
    public int count(FunctionKey function) {
        return events.count(function);
    }

    @Override
    public CompletionStage<Integer> redrive(FunctionKey function, Collection<String> requestIds) {
        return events.redrive(function, requestIds);
    }

    @Override
    public void tick() {
        events.tick();
    }

    @Override
    public void stop() {
        stopping = true;
        opener.interrupt();
        events.stop();
    }

    @Override
    public void awaitQuiet(Duration patience) {
        events.awaitQuiet(patience);
    }

    @Override
    public void close() {
        events.close();
    }
}
