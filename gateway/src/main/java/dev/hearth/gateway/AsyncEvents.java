package dev.hearth.gateway;

import dev.hearth.gateway.queue.EventAcceptor;
import dev.hearth.gateway.queue.FailedEvents;
import java.time.Duration;

/** Asynchronous invocations of a gateway. */
interface AsyncEvents extends EventAcceptor, FailedEvents, AutoCloseable {
    /** Begins what is due: call every few milliseconds. */
    void tick();

    /** Begins no more attempts. */
    void stop();

    /** Lets those that run end. */
    void awaitQuiet(Duration patience);

    @Override
    void close();
}
