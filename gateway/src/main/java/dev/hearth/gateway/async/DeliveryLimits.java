package dev.hearth.gateway.async;

/**
 * Bounds of what delivery takes.
 *
 * @param perFunction events of one function that are tried at the same time
 * @param failedBytes that failed events without a destination may take in the queue
 * @param memory of payloads and results
 */
public record DeliveryLimits(int perFunction, long failedBytes, EventMemory memory) {}
