package dev.hearth.gateway.async;

import dev.hearth.gateway.catalog.FunctionId;
import dev.hearth.gateway.memory.SharedBudget;

/**
 * Memory for payloads and results, which are on the disk until then: of events that are tried, with what came of them until that is
 * written, and of those whose records are on their way. The two have budgets of their own, so that slow destinations delay no attempts.
 */
public final class EventMemory {
    /** Of the heap, each. */
    private static final int PART = 8;
    /** An event and a result of full size, as often as {@link #RECORD_COPIES} says. */
    private static final long LARGEST_RECORD = 3 * (8L << 20);

    private static final long LARGEST_EVENT = 2 * (1L << 20) + Settled.OVERHEAD;
    /** As it is stored, and decoded. */
    private static final int EVENT_COPIES = 2;
    /** As it is stored, decoded, and as the destination gets it. */
    private static final int RECORD_COPIES = 3;

    /** Of a connection that a record is sent by: it bounds how many there are, however small the records. */
    private static final long CONNECTION = 32L << 10;

    private static final int MAX_CONNECTIONS = 4_096;

    /** One part of so many is for results only. */
    private static final int FOR_RESULTS = 4;

    private final SharedBudget attempts;
    private final SharedBudget records;

    /** @param heap bytes that this process may use */
    public EventMemory(long heap) {
        attempts = budget(heap, LARGEST_EVENT);
        records = budget(Math.min(heap, PART * MAX_CONNECTIONS * CONNECTION), LARGEST_RECORD);
    }

    public static EventMemory ofThisProcess() {
        return new EventMemory(Runtime.getRuntime().maxMemory());
    }

    private static SharedBudget budget(long heap, long largest) {
        long total = Math.max(heap / PART, 2 * largest);
        return new SharedBudget(total, total / FOR_RESULTS, largest);
    }

    LineMemory attempts(FunctionId function) {
        return line(attempts, function);
    }

    LineMemory records(FunctionId function) {
        return line(records, function);
    }

    private static LineMemory line(SharedBudget budget, FunctionId function) {
        return new LineMemory(budget, budget.total() - budget.total() / FOR_RESULTS, function.accountId());
    }

    static long ofAttempt(long payload) {
        return EVENT_COPIES * payload + Settled.OVERHEAD;
    }

    static long ofRecord(Settled settled) {
        return RECORD_COPIES * settled.size + CONNECTION;
    }

    /** What is held now. */
    public long held() {
        return attempts.held() + records.held();
    }
}
