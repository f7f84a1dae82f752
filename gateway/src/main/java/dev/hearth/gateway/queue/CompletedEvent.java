package dev.hearth.gateway.queue;

/** An event that is done with, and what became of it. */
public record CompletedEvent(AcceptedEvent event, Outcome outcome) {}
