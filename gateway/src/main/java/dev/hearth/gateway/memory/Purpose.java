package dev.hearth.gateway.memory;

/**
 * Urgency of a reservation. Were work that begins let in up to the last byte, results would find no room, and what they were
 * to free would never be freed.
 */
public enum Purpose {
    /** Work that begins, as a request's body; a part of the budget is out of its reach. */
    BEGIN,
    /** Work that ends, as a result on its way to its caller. */
    FINISH
}
