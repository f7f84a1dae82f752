package dev.hearth.gateway.queue;

import java.util.Optional;

/**
 * An event that is done with and kept for somebody to look at.
 *
 * @param problem what its destination said last; empty: there is none to get it
 */
public record FailedEvent(AcceptedEvent event, Outcome outcome, Optional<String> problem) {}
