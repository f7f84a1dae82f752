package dev.hearth.gateway.memory;

import java.util.concurrent.atomic.AtomicLong;

/** One holder's part of a {@link SharedBudget}. Thread-safe. */
public final class Share {
    private final SharedBudget budget;
    private final AtomicLong held = new AtomicLong();

    Share(SharedBudget budget) {
        this.budget = budget;
    }

    /** Takes so much more, or nothing. What was granted is to be given back by {@link #release}; {@link Holding} sees to that. */
    public Grant reserve(long more, Purpose purpose) {
        if (more == 0) {
            return Grant.GRANTED; // also for one that has more than its share by now
        }
        long limit = budget.limit(purpose);
        long own = held.get();
        while (!budget.isOverShare(own, more, limit)) {
            if (held.compareAndSet(own, own + more)) {
                return reserveInAll(more, limit);
            }
            own = held.get();
        }
        return budget.refuse(budget.held() + more > limit ? Grant.FULL : Grant.OVER_SHARE);
    }

    private Grant reserveInAll(long more, long limit) {
        if (budget.add(more, limit)) {
            return Grant.GRANTED;
        }
        held.addAndGet(-more);
        return budget.refuse(Grant.FULL);
    }

    /** Gives back what was granted before. */
    public void release(long less) {
        held.addAndGet(-less);
        budget.subtract(less);
    }

    /** What this holder has now. */
    public long held() {
        return held.get();
    }
}
