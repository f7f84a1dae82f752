package dev.hearth.gateway.async;

/** Why an event is done with; the names are Lambda's, of the records that destinations get. */
enum Parting {
    Success,
    RetriesExhausted,
    EventAgeExceeded,
    ZeroReservedConcurrency
}
