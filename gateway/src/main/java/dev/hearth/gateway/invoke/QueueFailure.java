package dev.hearth.gateway.invoke;

import dev.hearth.gateway.queue.Busy;
import dev.hearth.gateway.queue.QueueFull;
import java.util.concurrent.CompletionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Failure of the queue of events as callers are told: in words of Hearth, never those of its servers and disks. */
sealed interface QueueFailure {
    Logger LOG = LoggerFactory.getLogger(QueueFailure.class);

    /** Nothing that the caller can do anything about. */
    record Ours(String why) implements QueueFailure {}

    /** The caller's account has its share. */
    record OverShare(String why) implements QueueFailure {}

    static QueueFailure of(Throwable failure) {
        Throwable cause =
                failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
        String message = String.valueOf(cause.getMessage());
        if (cause instanceof QueueFull full) {
            return full.isOfAccount() ? new OverShare(message) : new Ours(message);
        }
        if (cause instanceof Busy) {
            return new Ours(message);
        }
        LOG.atDebug()
                .setMessage("queue of events failed; its caller is told")
                .setCause(cause)
                .log();
        return new Ours("the queue of events does not answer as it should; try again, or see the log of the gateway");
    }
}
