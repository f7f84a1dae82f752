package dev.hearth.gateway.invoke;

import dev.hearth.gateway.queue.EventAcceptor;
import dev.hearth.gateway.queue.FailedEvents;

/** Who takes the events of asynchronous invocations, and who has those that were given up. */
public record Events(EventAcceptor acceptor, FailedEvents failed) {}
