package dev.hearth.gateway.async;

import dev.hearth.gateway.catalog.FunctionId;
import dev.hearth.gateway.memory.GatewayMemory;
import dev.hearth.gateway.memory.Holding;
import dev.hearth.gateway.memory.Purpose;
import dev.hearth.gateway.memory.SharedBudget;

/**
 * Memory for payloads and results, which are on the disk until then: of events that are tried, of what their functions answer until
 * it is written, and of those whose records are on their way. Each has a budget of its own: events that wait for room for their
 * results must not have taken it themselves, and slow destinations delay no attempts.
 */
public final class EventMemory {
    /** Of the heap. */
    private static final int ATTEMPTS_PART = 10;

    private static final int RESULTS_PART = 16;
    private static final int RECORDS_PART = 8;

    private static final long LARGEST_EVENT = 2 * (1L << 20) + Settled.OVERHEAD;
    /** An event and a result of full size, as often as {@link #RECORD_COPIES} says. */
    private static final long LARGEST_RECORD = 3 * (8L << 20);

    /** As it is stored, and decoded. */
    private static final int EVENT_COPIES = 2;
    /** As it is stored, decoded, and as the destination gets it. */
    private static final int RECORD_COPIES = 3;

    /** Of a connection that a record is sent by: it bounds how many there are, however small the records. */
    private static final long CONNECTION = 32L << 10;

    private static final int MAX_CONNECTIONS = 4_096;

    private final SharedBudget attempts;
    private final SharedBudget results;
    private final SharedBudget records;

    /** @param heap bytes that this process may use */
    public EventMemory(long heap) {
        attempts = budget(heap / ATTEMPTS_PART, LARGEST_EVENT);
        results = budget(heap / RESULTS_PART, GatewayMemory.LARGEST_MESSAGE);
        records = budget(Math.min(heap / RECORDS_PART, MAX_CONNECTIONS * CONNECTION), LARGEST_RECORD);
    }

    public static EventMemory ofThisProcess() {
        return new EventMemory(Runtime.getRuntime().maxMemory());
    }

    private static SharedBudget budget(long part, long largest) {
        return new SharedBudget(Math.max(part, 2 * largest), 0, largest);
    }

    LineMemory attempts(FunctionId function) {
        return new LineMemory(attempts, function.accountId());
    }

    /** For what the function answers to one event; holds nothing yet. */
    Holding result(FunctionId function) {
        return new Holding(results.share(function.accountId()), Purpose.FINISH);
    }

    LineMemory records(FunctionId function) {
        return new LineMemory(records, function.accountId());
    }

    static long ofAttempt(long payload) {
        return EVENT_COPIES * payload + Settled.OVERHEAD;
    }

    static long ofRecord(Settled settled) {
        return RECORD_COPIES * settled.size + CONNECTION;
    }

    /** What is held now. */
    public long held() {
        return attempts.held() + results.held() + records.held();
    }
}
