package dev.hearth.gateway.async;

import dev.hearth.gateway.catalog.FunctionId;
import dev.hearth.gateway.queue.AcceptedEvent;
import dev.hearth.gateway.queue.EventQueue;
import dev.hearth.gateway.queue.Outcome;
import java.time.Instant;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;

/** An event that is done with and still kept: what is known of it without reading it. Guarded by {@link SettledEvents}. */
final class Settled {
    final EventQueue.Place place;
    final String requestId;
    final FunctionId function;
    final Optional<String> qualifier;
    final Outcome.Condition condition;
    final Instant endedAt;
    /** When that was, by this process's monotonic clock. */
    final long endedNanos;
    /** What it takes beside its payload and its result, with a problem of full length. */
    static final long OVERHEAD = 1_024;

    /** Characters of a problem: it is a server's own words, as a rule, and there may be a hundred thousand of them. */
    private static final int MAX_PROBLEM = 300;
    /** Bytes of the event, of what the function answered and of what goes with them. */
    final long size;

    /** Of the event alone. */
    final int payloadSize;

    /** What needs not to be sent any more. */
    private final Set<Debt.Kind> paid = EnumSet.noneOf(Debt.Kind.class);
    /** What went wrong with a destination last. */
    private Optional<String> problem = Optional.empty();

    private boolean refused;
    /** Whether it is being sent at this moment. */
    boolean isSending;
    /** Whether nobody is to get anything, so that it waits for somebody to look at it. */
    boolean isResting;
    /** Whether it is kept no more. */
    boolean isGone;

    Settled(EventQueue.Place place, AcceptedEvent event, Outcome outcome, long endedNanos) {
        this.place = place;
        this.requestId = event.requestId();
        this.function = event.function();
        this.qualifier = event.qualifier();
        this.condition = outcome.condition();
        this.endedAt = outcome.endedAt();
        this.endedNanos = endedNanos;
        this.payloadSize = event.payload().length;
        this.size = OVERHEAD
                + payloadSize
                + outcome.response().map(each -> each.payload().length).orElse(0);
    }

    boolean isOwed(Debt debt) {
        return !paid.contains(debt.kind());
    }

    void paid(Debt debt) {
        paid.add(debt.kind());
        problem = Optional.empty();
    }

    /** The destination will never take it: it is not asked again. */
    void refused(Debt debt, String why) {
        paid.add(debt.kind());
        refused = true;
        failed(why);
    }

    void failed(String why) {
        problem = Optional.of(shortened(why));
    }

    /** As much of it as is kept; a line of the log has no more either. */
    static String shortened(String why) {
        return why.length() <= MAX_PROBLEM ? why : why.substring(0, MAX_PROBLEM) + "…";
    }

    Optional<String> problem() {
        return problem;
    }

    /** Whether everybody who was to get something has got it. */
    boolean isOver() {
        return !refused && (condition == Outcome.Condition.Success || !paid.isEmpty());
    }
}
