package dev.hearth.gateway.queue;

import java.util.concurrent.CompletionStage;

/** Port: takes the events of asynchronous invocations. */
public interface EventAcceptor {
    /**
     * Never blocks.
     *
     * @return completes once its caller may be told that the event will be done; fails with an {@link java.io.IOException} if it will
     *     not, because there is no room or the disk fails
     */
    CompletionStage<Void> accept(AcceptedEvent event);
}
